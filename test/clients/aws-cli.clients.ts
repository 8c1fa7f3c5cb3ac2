import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type AwsCli, awsCli } from "./aws-cli.ts";
import { claimsOf, type LocalPools, newPassword, password, startPools, wrong } from "./local-pool.ts";

// The tests of this file are one user's way through the pool, in their order.

const username = "ann@example.com";
let local: LocalPools;
let cli: AwsCli;
let pool: string;
let client: string;
const cognito = (...args: string[]) => cli.answers("cognito-idp", ...args);
const refused = (error: string, ...args: string[]) => cli.isRefused(error, "cognito-idp", ...args);
const signIn = (secret: string, name = username) => [
  "initiate-auth",
  ...["--client-id", client, "--auth-flow", "USER_PASSWORD_AUTH"],
  ...["--auth-parameters", `USERNAME=${name},PASSWORD=${secret}`],
];
const tokens = async (secret: string) => (await cognito(...signIn(secret))).AuthenticationResult;

before(async () => {
  local = await startPools();
  cli = awsCli(local.aws);
  const attributes = ["--username-attributes", "email", "--auto-verified-attributes", "email"];
  pool = (await cognito("create-user-pool", "--pool-name", "main", ...attributes)).UserPool.Id;
  const flows = ["--explicit-auth-flows", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
  const made = await cognito("create-user-pool-client", "--user-pool-id", pool, "--client-name", "app", ...flows);
  client = made.UserPoolClient.ClientId;
});

after(async () => {
  cli.close();
  await local.stop();
});

test("a sign-up is confirmed by the code in the mail, and by no other", async () => {
  const named = ["--client-id", client, "--username", username];
  const signedUp = await cognito("sign-up", ...named, "--password", password);
  assert.equal(signedUp.UserConfirmed, false);
  await refused("UserNotConfirmedException", ...signIn(password));
  const code = local.codeFor(username);
  await refused("CodeMismatchException", "confirm-sign-up", ...named, "--confirmation-code", wrong(code));
  await cognito("confirm-sign-up", ...named, "--confirmation-code", code);
});

test("a sign-in gives tokens with the groups of the user", async () => {
  await refused("NotAuthorizedException", ...signIn("Wrong-horse-7"));
  await cognito("create-group", "--user-pool-id", pool, "--group-name", "Staff");
  const member = ["--user-pool-id", pool, "--username", username, "--group-name", "Staff"];
  await cognito("admin-add-user-to-group", ...member);
  assert.deepEqual(claimsOf((await tokens(password)).IdToken)["cognito:groups"], ["Staff"]);
});

test("a forgotten password is replaced by a code", async () => {
  const named = ["--client-id", client, "--username", username];
  await cognito("forgot-password", ...named);
  const code = local.codeFor(username);
  await cognito("confirm-forgot-password", ...named, "--password", newPassword, "--confirmation-code", code);
  await refused("NotAuthorizedException", ...signIn(password));
});

test("a new e-mail address is verified by its code", async () => {
  const token = ["--access-token", (await tokens(newPassword)).AccessToken];
  const changed = "ann@example.org";
  await cognito("update-user-attributes", ...token, "--user-attributes", `Name=email,Value=${changed}`);
  const verified = ["--attribute-name", "email", "--code", local.codeFor(changed)];
  await cognito("verify-user-attribute", ...token, ...verified);
  const { UserAttributes } = await cognito("get-user", ...token);
  const attribute = (name: string) => UserAttributes.find((one: { Name: string }) => one.Name === name)?.Value;
  assert.deepEqual([attribute("email"), attribute("email_verified")], [changed, "true"]);
  await cognito("update-user-attributes", ...token, "--user-attributes", `Name=email,Value=${username}`);
});

test("a refresh token gives new tokens until the user signs out everywhere, and a deleted user is gone", async () => {
  const { AccessToken, RefreshToken } = await tokens(newPassword);
  const flow = ["--client-id", client, "--auth-flow", "REFRESH_TOKEN_AUTH"];
  const refresh = ["initiate-auth", ...flow, "--auth-parameters", `REFRESH_TOKEN=${RefreshToken}`];
  assert.ok((await cognito(...refresh)).AuthenticationResult.AccessToken);
  await cognito("global-sign-out", "--access-token", AccessToken);
  await refused("NotAuthorizedException", ...refresh);
  await cognito("delete-user", "--access-token", (await tokens(newPassword)).AccessToken);
  await refused("UserNotFoundException", ...signIn(newPassword));
});

test("list-users follows the pages by itself", async () => {
  for (let n = 0; n < 7; n++)
    await local.aws.addUser({ userPoolId: pool, status: "CONFIRMED", username: `user-${n}@example.com` });
  const { Users } = await cognito("list-users", "--user-pool-id", pool, "--page-size", "3");
  assert.equal(new Set(Users.map(({ Username }: { Username: string }) => Username)).size, 7);
  const first = await cognito("list-users", "--user-pool-id", pool, "--max-items", "2");
  assert.equal(first.Users.length, 2);
  assert.ok(first.NextToken);
});
