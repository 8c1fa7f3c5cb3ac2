import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
before(async () => {
  wire = await startWire();
});
beforeEach(() => wire.recorder.clear());
after(() => wire?.stop());

const withFlags = (FLAGS: string) => wire.pool({ PreSignUp: wire.deploy("pre-sign-up.handler", { environment: { FLAGS } }) });

async function verified(pool: Pool, username: string) {
  const user = await wire.cognito.send(new AdminGetUserCommand({ UserPoolId: pool.userPoolId, Username: username }));
  return user.UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value === "true";
}

test("autoConfirmUser and autoVerifyEmail confirm the user and verify the address, so that a reset works", async () => {
  const pool = await withFlags("autoConfirmUser,autoVerifyEmail");
  const { username } = await pool.signUp();
  assert.equal(await pool.status(username), "CONFIRMED");
  assert.equal(await verified(pool, username), true);
  await wire.cognito.send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username: username }));
});

test("autoConfirmUser alone confirms and verifies nothing; the answer of SignUp names no delivery", async () => {
  const pool = await withFlags("autoConfirmUser");
  const UserAttributes = [{ Name: "email", Value: "ada@example.com" }];
  const answer = await wire.cognito.send(
    new SignUpCommand({ ClientId: pool.clientId, Username: "ada", Password: password, UserAttributes }),
  );
  assert.equal(answer.UserConfirmed, true);
  assert.equal(answer.CodeDeliveryDetails, undefined);
  assert.equal(await verified(pool, "ada"), false);
});

test("autoVerifyEmail without autoConfirmUser is rejected and no user is stored", async () => {
  const pool = await withFlags("autoVerifyEmail");
  await assert.rejects(pool.signUp({ Username: "ada" }), (error: Error) => {
    assert.match(error.message, /Phone or email cannot be auto verified, when user is not being auto confirmed\./);
    return true;
  });
  await assert.rejects(pool.status("ada"), { name: "UserNotFoundException" });
});

test("autoVerifyPhone for a user without a phone number is an error and no user is stored", async () => {
  const pool = await withFlags("autoConfirmUser,autoVerifyPhone");
  await assert.rejects(pool.signUp({ Username: "ada" }), { $fault: "client" });
  await assert.rejects(pool.status("ada"), { name: "UserNotFoundException" });
});

test("a PreSignUp that throws denies the sign-up: its message, no user, no mail; others are let in", async () => {
  const pool = await wire.pool({ PreSignUp: wire.deploy("deny.handler") });
  await assert.rejects(pool.signUp({ Username: "mallory" }), {
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error Only acme.com may sign up.",
  });
  await assert.rejects(pool.status("mallory"), { name: "UserNotFoundException" });
  assert.deepEqual(wire.aws.inbox.list({ to: "mallory@example.com" }), []);
  const { username } = await pool.signUp({ UserAttributes: [{ Name: "email", Value: "ada@acme.com" }] });
  assert.equal(await pool.status(username), "UNCONFIRMED");
});

test("AdminCreateUser ignores the flags of PreSignUp", async () => {
  const pool = await withFlags("autoConfirmUser,autoVerifyEmail");
  const UserAttributes = [{ Name: "email", Value: "grace@example.com" }];
  await wire.cognito.send(
    new AdminCreateUserCommand({ UserPoolId: pool.userPoolId, Username: "grace", UserAttributes, ClientMetadata: { by: "hr" } }),
  );
  const [invocation] = wire.recorder.invocations;
  assert.equal(invocation?.event.triggerSource, "PreSignUp_AdminCreateUser");
  assert.deepEqual(invocation?.event.request.clientMetadata, { by: "hr" });
  assert.equal(invocation?.event.callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
  assert.equal(await pool.status("grace"), "FORCE_CHANGE_PASSWORD");
  assert.equal(await verified(pool, "grace"), false);
});
