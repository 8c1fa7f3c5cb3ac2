import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  AddCustomAttributesCommand,
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolCommand,
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

test("AdminConfirmSignUp does not confirm a user who has a temporary password", async () => {
  await wire.cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: "grace", MessageAction: "SUPPRESS" }));
  await assert.rejects(wire.cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: "grace" })), {
    name: "NotAuthorizedException",
    message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
  });
  assert.equal(await pool.status("grace"), "FORCE_CHANGE_PASSWORD");
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

test("a deleted user is gone from every operation, and a new one of the name gets a new sub", async () => {
  const { username: Username, sub } = await pool.confirmed();
  await wire.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
  await assert.rejects(wire.cognito.send(new AdminGetUserCommand({ UserPoolId, Username })), missing);
  await assert.rejects(wire.cognito.send(new AdminDeleteUserCommand({ UserPoolId, Username })), missing);
  const again = await pool.signUp({ Username });
  assert.notEqual(again.sub, sub);
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
