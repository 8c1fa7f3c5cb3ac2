import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminCreateUserCommand, AdminGetUserCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { type Pool, password } from "../wire/pool.ts";
import { startStage } from "./stage.ts";

const stage = await startStage();

async function attributesOf({ userPoolId: UserPoolId }: Pool, Username: string): Promise<Record<string, string | undefined>> {
  const { UserAttributes } = await stage.cognito.send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
}

test("callback(null, event) confirms and verifies at the sign-up, and no code is sent", async () => {
  const pool = await stage.pool({ PreSignUp: stage.handler("callbacks/auto-confirm.handler") });
  const { username, email, confirmed } = await pool.signUp();
  assert.equal(confirmed, true);
  assert.equal((await attributesOf(pool, username)).email_verified, "true");
  assert.deepEqual(stage.aws.inbox.list({ to: email }), []);
  assert.equal((await stage.signIn(pool, username)).id.email, email);
});

test("callback(error) refuses the sign-up with the handler's words", async () => {
  const environment = { ALLOWED_DOMAINS: "example.com, example.org" };
  const pool = await stage.pool({ PreSignUp: stage.handler("callbacks/allowed-domain.handler", { environment }) });
  await assert.rejects(pool.signUp({ Username: "eve", UserAttributes: [{ Name: "email", Value: "eve@evil.test" }] }), {
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error Sign-ups from evil.test are not allowed.",
  });
  assert.equal((await pool.signUp()).confirmed, false);
});

test("context.done answers later, and with an error refuses an invitation", async () => {
  const pool = await stage.pool({ PreSignUp: stage.handler("callbacks/context-done.handler") });
  assert.equal((await pool.signUp()).confirmed, true);
  const invite = new AdminCreateUserCommand({ UserPoolId: pool.userPoolId, Username: "guest" });
  await assert.rejects(stage.cognito.send(invite), {
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error Nobody is invited.",
  });
});

test("a user of an older directory is migrated at the first sign-in by a callback handler", async () => {
  const UserMigration = stage.handler("callbacks/migrate-user.handler");
  const pool = await stage.pool({ UserMigration }, { UsernameAttributes: ["email"] });
  const signIn = (PASSWORD: string) => stage.signIn(pool, "old.friend@example.com", PASSWORD);
  await assert.rejects(signIn(password), {
    name: "UserLambdaValidationException",
    message: "UserMigration failed with error Bad password.",
  });
  assert.equal((await signIn("Older-horse-7")).id.name, "Old Friend");
  const again = new InitiateAuthCommand({
    ClientId: pool.clientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "old.friend@example.com", PASSWORD: "Older-horse-7" },
  });
  assert.ok((await stage.cognito.send(again)).AuthenticationResult?.AccessToken);
});

test("with strictRuntimes a callback handler is refused as by Lambda's Node.js 24, and runs on Node.js 22", async () => {
  const strict = await startStage(undefined, { strictRuntimes: true });
  const refusing = await strict.pool({ PreSignUp: strict.handler("callbacks/auto-confirm.handler", { runtime: "nodejs24.x" }) });
  await assert.rejects(refusing.signUp(), {
    name: "UserLambdaValidationException",
    message: /^PreSignUp failed with error ERROR: AWS Lambda has removed support for callback-based function handlers/,
  });
  const older = await strict.pool({ PreSignUp: strict.handler("callbacks/auto-confirm.handler", { runtime: "nodejs22.x" }) });
  assert.equal((await older.signUp()).confirmed, true);
});
