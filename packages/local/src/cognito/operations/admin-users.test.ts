import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  CreateGroupCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  UpdateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { parseFilter } from "../filter.ts";
import { password, startPools } from "../pools-under-test.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  assert.deepEqual(pools.failures, []);
  await pools.stop();
});

async function createUser(UserPoolId: string, Username: string, attributes: Record<string, string> = {}) {
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  const command = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(command);
  return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
}

async function attributesOf(UserPoolId: string, Username: string) {
  const { UserAttributes } = await pools.client.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

describe("AdminCreateUser", () => {
  it("invites by a mail whose temporary password signs in, the name in it escaped", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    const Username = "<b>o'neil</b>";
    const UserAttributes = [{ Name: "email", Value: "one@example.com" }];
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes }));
    const [mail] = pools.inbox.list({ to: "one@example.com" });
    assert.equal(mail?.subject, "Your temporary password");
    assert.ok(!mail?.html?.includes("<b>"));
    const temporary = /temporary password is (\S+)\.$/.exec(mail?.text ?? "")?.[1] as string;
    const AuthParameters = { USERNAME: Username, PASSWORD: temporary };
    const answer = await pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    assert.equal(answer.ChallengeName, "NEW_PASSWORD_REQUIRED");
  });

  it("refuses a name that is taken, and invites again only who has not signed in", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "dup", { email: "dup@example.com" });
    await assert.rejects(createUser(UserPoolId, "dup"), {
      name: "UsernameExistsException",
      message: "User account already exists",
    });
    const resend = new AdminCreateUserCommand({ UserPoolId, Username: "dup", MessageAction: "RESEND" });
    await pools.client.send(resend);
    assert.equal(pools.inbox.list({ to: "dup@example.com" }).length, 1);
    const pool = pools.cognito.userPools.get(UserPoolId);
    pools.cognito.users.update(pool, pools.cognito.users.get(pool, "dup"), { status: "CONFIRMED" });
    await assert.rejects(pools.client.send(resend), {
      name: "UnsupportedUserStateException",
      message: "Resend not possible. dup status is not FORCE_CHANGE_PASSWORD",
    });
  });
});

describe("a user", () => {
  it("is found by username, alias and sub, and by nothing once deleted", async () => {
    const { UserPoolId } = await pools.createPool({ AliasAttributes: ["email"] });
    const sub = await createUser(UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
    for (const name of ["ada", "ada@example.com", sub]) assert.equal((await attributesOf(UserPoolId, name)).sub, sub);
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "ada@example.com" }));
    for (const name of ["ada", "ada@example.com", sub]) {
      await assert.rejects(attributesOf(UserPoolId, name), { name: "UserNotFoundException", message: "User does not exist." });
    }
    await createUser(UserPoolId, "ada", { email: "ada@example.com", email_verified: "true" });
  });

  it("has an address unverified by its change, a value deleted by an empty one, and no unknown attribute", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "upd", { email: "upd@example.com", email_verified: "true", name: "Upd" });
    const update = (Name: string, Value: string) =>
      pools.client.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: "upd", UserAttributes: [{ Name, Value }] }));
    await update("email", "new@example.com");
    await update("name", "");
    const { sub, ...rest } = await attributesOf(UserPoolId, "upd");
    assert.ok(sub);
    assert.deepEqual(rest, { email: "new@example.com", email_verified: "false" });
    await assert.rejects(update("custom:tier", "gold"), {
      name: "InvalidParameterException",
      message: "Attributes did not conform to the schema: custom:tier: Attribute does not exist in the schema.\n",
    });
    await pools.client.send(
      new AddCustomAttributesCommand({ UserPoolId, CustomAttributes: [{ Name: "tier", AttributeDataType: "String" }] }),
    );
    await update("custom:tier", "gold");
    assert.equal((await attributesOf(UserPoolId, "upd"))["custom:tier"], "gold");
    await assert.rejects(update("sub", "x"), { message: "user.sub: Attribute cannot be updated.\n" });
  });

  it("has a sub that is now and then no UUID of RFC 4122", async () => {
    const { UserPoolId } = await pools.createPool();
    const subs = await Promise.all(Array.from({ length: 60 }, (_, index) => createUser(UserPoolId, `u${index}`)));
    const strict = subs.filter((sub) => /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(sub));
    assert.ok(subs.every((sub) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(sub)));
    assert.ok(strict.length > 0 && strict.length < subs.length);
  });
});

describe("ListUsers", () => {
  it("filters by one condition and pages through the rest", async () => {
    const { UserPoolId } = await pools.createPool();
    const names = ["ann", "anton", "bea", 'qu"ote'];
    for (const name of names) await createUser(UserPoolId, name, { email: `${name.replace('"', "")}@example.com`, name });
    const list = async (Filter: string) =>
      (await pools.client.send(new ListUsersCommand({ UserPoolId, Filter }))).Users?.map(({ Username }) => Username);
    assert.deepEqual(await list('username = "ann"'), ["ann"]);
    assert.deepEqual(await list('username ^= "an"'), ["ann", "anton"]);
    assert.deepEqual(await list('email = "bea@example.com"'), ["bea"]);
    assert.deepEqual(await list('email ^= "an"'), ["ann", "anton"]);
    assert.deepEqual(await list('name = "qu\\"ote"'), ['qu"ote']);
    assert.deepEqual(await list('cognito:user_status = "force_change_password"'), names);
    assert.deepEqual(await list('status = "Disabled"'), []);
    await assert.rejects(list('email like "x"'), { name: "InvalidParameterException", message: "Error while parsing filter" });
    await assert.rejects(list('custom:x = "y"'), { message: "Invalid search attribute: custom:x" });

    const seen: (string | undefined)[] = [];
    let PaginationToken: string | undefined;
    do {
      const page = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 3, PaginationToken }));
      assert.ok((page.Users?.length ?? 0) <= 3);
      seen.push(...(page.Users ?? []).map(({ Username }) => Username));
      PaginationToken = page.PaginationToken;
    } while (PaginationToken);
    assert.deepEqual(seen, names);
    const AttributesToGet = ["name"];
    const { Users } = await pools.client.send(new ListUsersCommand({ UserPoolId, Limit: 1, AttributesToGet }));
    assert.deepEqual(Users?.[0]?.Attributes, [{ Name: "name", Value: "ann" }]);
  });

  it("looks an e-mail address, a phone number, a username and a sub up by an index", async () => {
    const pool = pools.cognito.userPools.get((await pools.createPool()).UserPoolId);
    for (const [filter, index] of [
      ['email = "a"', "cognito_user_by_email"],
      ['phone_number = "+1"', "cognito_user_by_phone"],
      ['username = "u"', "cognito_user_by_username"],
      ['sub = "s"', "cognito_user_by_sub"],
    ] as const) {
      const { condition, values } = parseFilter(filter, pool);
      const text = `EXPLAIN QUERY PLAN SELECT * FROM cognito_user WHERE user_pool_id = ? AND id > ? ${condition} ORDER BY id LIMIT ?`;
      const plan = pools.store.sql(text).all("p", 0, ...values, 60);
      assert.match(JSON.stringify(plan), new RegExp(`USING INDEX ${index}`));
      assert.ok(!/SCAN/.test(JSON.stringify(plan)));
    }
  });
});

describe("groups", () => {
  it("take users, twice without an error, and give them back", async () => {
    const { UserPoolId } = await pools.createPool();
    await createUser(UserPoolId, "mem");
    const common = { UserPoolId, GroupName: "Users" };
    const missing = { name: "ResourceNotFoundException", message: "Group not found." };
    await assert.rejects(pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "mem" })), missing);
    await pools.client.send(new CreateGroupCommand({ ...common, Precedence: 0, Description: "All" }));
    for (const GroupName of ["Users", "users"]) {
      await assert.rejects(pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName })), {
        name: "GroupExistsException",
        message: "A group with the name already exists.",
      });
    }
    const { Group } = await pools.client.send(new GetGroupCommand(common));
    assert.deepEqual([Group?.Precedence, Group?.Description, Group?.CreationDate instanceof Date], [0, "All", true]);
    for (let time = 0; time < 2; time++) {
      await pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "mem" }));
    }
    await assert.rejects(pools.client.send(new AdminAddUserToGroupCommand({ ...common, Username: "nobody" })), {
      name: "UserNotFoundException",
    });
    const groups = async () =>
      (await pools.client.send(new AdminListGroupsForUserCommand({ UserPoolId, Username: "mem" }))).Groups;
    assert.deepEqual(
      (await groups())?.map(({ GroupName }) => GroupName),
      ["Users"],
    );
    await pools.client.send(new AdminRemoveUserFromGroupCommand({ ...common, Username: "mem" }));
    assert.deepEqual(await groups(), []);
  });

  it("are listed by pages", async () => {
    const { UserPoolId } = await pools.createPool();
    for (const GroupName of ["b", "a", "c"]) await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName }));
    const first = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 2 }));
    assert.deepEqual(
      first.Groups?.map(({ GroupName }) => GroupName),
      ["a", "b"],
    );
    const second = await pools.client.send(new ListGroupsCommand({ UserPoolId, Limit: 2, NextToken: first.NextToken }));
    assert.deepEqual(
      second.Groups?.map(({ GroupName }) => GroupName),
      ["c"],
    );
    assert.equal(second.NextToken, undefined);
  });
});

describe("a user pool", () => {
  it("is described with Cognito's defaults, counted, updated by a whole replace, listed and deleted", async () => {
    const LambdaConfig = { PostConfirmation: "arn:aws:lambda:us-east-1:000000000000:function:f" };
    const { UserPool } = await pools.client.send(
      new CreateUserPoolCommand({ PoolName: "one", LambdaConfig, UsernameAttributes: ["email"] }),
    );
    const UserPoolId = UserPool?.Id as string;
    assert.match(UserPoolId, /^us-east-1_[0-9A-Za-z]{9}$/);
    assert.equal(UserPool?.Arn, `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPoolId}`);
    assert.deepEqual(UserPool?.Policies?.PasswordPolicy, {
      MinimumLength: 8,
      RequireUppercase: true,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      TemporaryPasswordValidityDays: 7,
    });
    assert.equal(
      UserPool?.SchemaAttributes?.find(({ Name }) => Name === "birthdate")?.StringAttributeConstraints?.MaxLength,
      "10",
    );
    const describePool = async () => (await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
    await createUser(UserPoolId, "a@example.com");
    await createUser(UserPoolId, "b@example.com");
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "b@example.com" }));
    assert.equal((await describePool())?.EstimatedNumberOfUsers, 1);
    assert.deepEqual((await describePool())?.LambdaConfig, LambdaConfig);

    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId, Policies: { PasswordPolicy: { MinimumLength: 6 } } }));
    const updated = await describePool();
    assert.deepEqual(updated?.LambdaConfig, {});
    assert.deepEqual([updated?.Name, updated?.UsernameAttributes], ["one", ["email"]]);
    assert.equal(updated?.Policies?.PasswordPolicy?.RequireSymbols, false);

    const listed = await pools.client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    assert.ok(listed.UserPools?.some(({ Id }) => Id === UserPoolId));
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await assert.rejects(describePool(), {
      name: "ResourceNotFoundException",
      message: `User pool ${UserPoolId} does not exist.`,
    });
  });

  it("has clients with Cognito's ids and defaults, and none of a pool that is deleted", async () => {
    const { UserPoolId, ClientId, ClientSecret } = await pools.createPool(
      {},
      { ExplicitAuthFlows: undefined, GenerateSecret: true },
    );
    assert.match(ClientId, /^[a-z0-9]{26}$/);
    assert.match(ClientSecret ?? "", /^[a-z0-9]{51}$/);
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
    const { UserPoolClient } = await pools.client.send(command);
    assert.deepEqual(UserPoolClient?.ExplicitAuthFlows, ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]);
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    const AuthParameters = { USERNAME: "x", PASSWORD: password };
    await assert.rejects(
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters })),
      { name: "ResourceNotFoundException", message: `User pool client ${ClientId} does not exist.` },
    );
  });

  it("refuses both kinds of sign-in names at once, and a custom attribute that it has already", async () => {
    await assert.rejects(pools.createPool({ AliasAttributes: ["email"], UsernameAttributes: ["email"] }), {
      name: "InvalidParameterException",
    });
    const { UserPoolId } = await pools.createPool({ Schema: [{ Name: "tier", AttributeDataType: "String" }] });
    const CustomAttributes = [{ Name: "tier", AttributeDataType: "String" as const }];
    await assert.rejects(pools.client.send(new AddCustomAttributesCommand({ UserPoolId, CustomAttributes })), {
      name: "InvalidParameterException",
      message: "custom:tier: Existing attribute already has name custom:tier.",
    });
  });
});
