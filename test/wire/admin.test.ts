import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminAddUserToGroupCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
let UserPoolId: string;

before(async () => {
  wire = await startWire();
  pool = await wire.pool();
  UserPoolId = pool.userPoolId;
});
after(() => wire?.stop());

async function attributesOf(Username: string) {
  const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries(user.UserAttributes?.map(({ Name, Value }) => [Name, Value]) ?? []);
}

const missing = { name: "UserNotFoundException", message: "User does not exist." };

test("AdminCreateUser mails a temporary password, and a second user of the name is refused", async () => {
  const create = (MessageAction?: "SUPPRESS") =>
    new AdminCreateUserCommand({
      UserPoolId,
      Username: "grace",
      UserAttributes: [{ Name: "email", Value: "grace@example.com" }],
      DesiredDeliveryMediums: ["EMAIL"],
      ...(MessageAction && { MessageAction }),
    });
  const { User } = await wire.cognito.send(create());
  assert.equal(User?.UserStatus, "FORCE_CHANGE_PASSWORD");
  assert.equal(User?.Username, "grace");
  const mails = wire.aws.inbox.list({ to: "grace@example.com" });
  assert.equal(mails.length, 1);
  assert.match(mails[0]?.text ?? mails[0]?.html ?? "", /grace/);
  await assert.rejects(wire.cognito.send(create("SUPPRESS")), {
    name: "UsernameExistsException",
    message: "User account already exists",
  });
  await assert.rejects(wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "grace" })), {
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
  });
});

test("AdminSetUserPassword confirms when permanent and forces a change when not", async () => {
  const { username: Username } = await pool.signUp();
  const set = (Permanent: boolean) =>
    wire.cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent }));
  await set(false);
  assert.equal(await pool.status(Username), "FORCE_CHANGE_PASSWORD");
  await set(true);
  assert.equal(await pool.status(Username), "CONFIRMED");
});

test("AdminUpdateUserAttributes: a new address is unverified unless the call says otherwise, and '' deletes", async () => {
  const { username: Username } = await pool.confirmed();
  const update = (values: Record<string, string>) => {
    const UserAttributes = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
    return wire.cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username, UserAttributes }));
  };
  await update({ email: "new@example.com", name: "New" });
  const { email, email_verified = "false", name } = await attributesOf(Username);
  assert.deepEqual({ email, email_verified, name }, { email: "new@example.com", email_verified: "false", name: "New" });
  await update({ email: "newer@example.com", email_verified: "true", name: "" });
  const after = await attributesOf(Username);
  assert.equal(after.email_verified, "true");
  assert.ok(!after.name);
});

test("a deleted user is gone from every operation, and a new one of the name gets a new sub", async () => {
  const { username: Username, sub } = await pool.confirmed();
  await wire.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await assert.rejects(wire.cognito.send(new AdminGetUserCommand({ UserPoolId, Username })), missing);
  await assert.rejects(wire.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username })), missing);
  const again = await pool.signUp({ Username });
  assert.notEqual(again.sub, sub);
});

test("groups: created once, joined as often as one likes, refused when missing", async () => {
  const create = new CreateGroupCommand({ UserPoolId, GroupName: "Editors", Description: "may edit", Precedence: 5 });
  const { Group } = await wire.cognito.send(create);
  assert.equal(Group?.Precedence, 5);
  assert.ok(Group?.CreationDate instanceof Date);
  await assert.rejects(wire.cognito.send(create), {
    name: "GroupExistsException",
    message: "A group with the name already exists.",
  });
  const { username: Username } = await pool.confirmed();
  const add = (GroupName: string, who = Username) =>
    wire.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: who, GroupName }));
  for (let time = 1; time <= 2; time++) {
    const { $metadata, ...answer } = await add("Editors");
    assert.deepEqual(answer, {});
  }
  const { Groups } = await wire.cognito.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
  assert.deepEqual(
    Groups?.map(({ GroupName }) => GroupName),
    ["Editors"],
  );
  await assert.rejects(add("Admins"), { name: "ResourceNotFoundException", message: "Group not found." });
  await assert.rejects(add("Editors", "nobody"), missing);
});

test("AddCustomAttributes: usable at once, never twice", async () => {
  const add = new AddCustomAttributesCommand({
    UserPoolId,
    CustomAttributes: [{ Name: "plan", AttributeDataType: "String", Mutable: true }],
  });
  await wire.cognito.send(add);
  const UserAttributes = [
    { Name: "email", Value: "plan@example.com" },
    { Name: "custom:plan", Value: "pro" },
  ];
  const { username } = await pool.signUp({ UserAttributes });
  assert.equal((await attributesOf(username))["custom:plan"], "pro");
  await assert.rejects(wire.cognito.send(add), {
    name: "InvalidParameterException",
    message: /custom:plan: Existing attribute already has name custom:plan\./,
  });
});

test("UpdateUserPool resets what it does not name, LambdaConfig above all", async () => {
  const PostConfirmation = wire.deploy("throw.error");
  const wired = await wire.pool({ PostConfirmation });
  const describe = async () => (await wire.cognito.send(new DescribeUserPoolCommand({ UserPoolId: wired.userPoolId }))).UserPool;
  assert.equal((await describe())?.LambdaConfig?.PostConfirmation, PostConfirmation);
  await wire.cognito.send(new UpdateUserPoolCommand({ UserPoolId: wired.userPoolId, AutoVerifiedAttributes: ["email"] }));
  assert.deepEqual((await describe())?.LambdaConfig, {});
  await wired.confirmed();
  assert.deepEqual(wire.recorder.invocations, []);
});

test("DescribeUserPool and DescribeUserPoolClient show what was created with AWS's defaults", async () => {
  const { UserPool } = await wire.cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  assert.deepEqual(UserPool?.Policies?.PasswordPolicy, {
    MinimumLength: 8,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
    RequireUppercase: true,
    TemporaryPasswordValidityDays: 7,
  });
  assert.equal(UserPool?.Arn, pool.userPoolArn);
  const { UserPoolClient } = await wire.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: pool.clientId }));
  assert.match(UserPoolClient?.ClientId ?? "", /^[a-z0-9]{26}$/);
  assert.equal(UserPoolClient?.RefreshTokenValidity, 30);
  assert.equal(UserPoolClient?.EnableTokenRevocation, true);
  const unknown = new DescribeUserPoolCommand({ UserPoolId: "us-east-1_doesnot1x" });
  await assert.rejects(wire.cognito.send(unknown), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_doesnot1x does not exist.",
  });
});

test("ListUsers pages through everybody once and filters by attribute and status", async () => {
  const many = await wire.pool();
  const names = Array.from({ length: 7 }, (_, index) => `member-${index}`);
  for (const Username of names) await many.signUp({ Username });
  const seen: (string | undefined)[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await wire.cognito.send(new ListUsersCommand({ UserPoolId: many.userPoolId, Limit: 3, PaginationToken }));
    assert.ok((page.Users?.length ?? 0) <= 3);
    seen.push(...(page.Users ?? []).map(({ Username }) => Username));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  assert.deepEqual(seen.sort(), names);
  const find = async (Filter: string) =>
    (await wire.cognito.send(new ListUsersCommand({ UserPoolId: many.userPoolId, Filter }))).Users?.map((user) => user.Username);
  assert.deepEqual(await find('email = "member-3@example.com"'), ["member-3"]);
  assert.equal((await find('username ^= "member-"'))?.length, 7);
  await wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: many.userPoolId, Username: "member-5" }));
  assert.deepEqual(await find('cognito:user_status = "confirmed"'), ["member-5"]);
  assert.deepEqual(await find('email = "member-3@example.com\\" or 1=1"'), []);
});
