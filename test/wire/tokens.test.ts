import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { AdminAddUserToGroupCommand, CreateGroupCommand, InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { CognitoJwtVerifier } from "aws-jwt-verify";
import { type Pool, password, startWire, type Wire } from "./pool.ts";

let wire: Wire;
let pool: Pool;
let UserPoolId: string;

before(async () => {
  wire = await startWire();
  pool = await wire.pool();
  UserPoolId = pool.userPoolId;
  await wire.cognito.send(new CreateGroupCommand({ UserPoolId, GroupName: "Staff" }));
});
after(() => wire?.stop());

function authenticate(AuthFlow: "USER_PASSWORD_AUTH" | "REFRESH_TOKEN_AUTH", AuthParameters: Record<string, string>) {
  return wire.cognito.send(new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow, AuthParameters }));
}

const signIn = (USERNAME: string, PASSWORD = password) => authenticate("USER_PASSWORD_AUTH", { USERNAME, PASSWORD });

/** AWS's own verifier, with our keys: it checks signature, issuer, audience, use and expiry. */
async function verify(tokenUse: "id" | "access", token: string | undefined) {
  const verifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, clientId: pool.clientId, tokenUse });
  const answer = await fetch(`${wire.aws.url}/${UserPoolId}/.well-known/jwks.json`);
  verifier.cacheJwks((await answer.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  return verifier.verify(token ?? "");
}

test("AWS's verifier accepts both tokens of a sign-in, each only for its use", async () => {
  const { username, email, sub } = await pool.confirmed();
  const { AuthenticationResult: tokens } = await signIn(username);
  assert.equal(tokens?.TokenType, "Bearer");
  assert.equal(tokens?.ExpiresIn, 3600);
  const id = await verify("id", tokens?.IdToken);
  assert.equal(id.sub, sub);
  assert.equal(id["cognito:username"], username);
  assert.equal(id.email, email);
  assert.equal(id.email_verified, true);
  assert.equal("cognito:groups" in id, false);
  const access = await verify("access", tokens?.AccessToken);
  assert.equal(access.username, username);
  assert.equal(access.scope, "aws.cognito.signin.user.admin");
  assert.equal("aud" in access || "email" in access, false);
  assert.equal(access.origin_jti, id.origin_jti);
  assert.notEqual(access.jti, id.jti);
  await assert.rejects(verify("id", tokens?.AccessToken));
  await assert.rejects(verify("access", tokens?.IdToken));
  const [header, , signature] = tokens?.IdToken?.split(".") ?? [];
  const forged = Buffer.from(JSON.stringify({ ...id, "cognito:groups": ["Staff"] })).toString("base64url");
  await assert.rejects(verify("id", `${header}.${forged}.${signature}`));
});

test("groups are in both tokens of the next sign-in and of a refresh; tokens already held stay as they are", async () => {
  const { username: Username } = await pool.confirmed();
  const { AuthenticationResult: before } = await signIn(Username);
  await wire.cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: "Staff" }));
  const parameters = { REFRESH_TOKEN: before?.RefreshToken ?? "" };
  const { AuthenticationResult: refreshed } = await authenticate("REFRESH_TOKEN_AUTH", parameters);
  const { AuthenticationResult: next } = await signIn(Username);
  assert.equal(refreshed?.RefreshToken, undefined);
  for (const tokens of [refreshed, next]) {
    assert.deepEqual((await verify("id", tokens?.IdToken))["cognito:groups"], ["Staff"]);
    assert.deepEqual((await verify("access", tokens?.AccessToken))["cognito:groups"], ["Staff"]);
  }
  const first = await verify("id", before?.IdToken);
  assert.equal(first["cognito:groups"], undefined);
  assert.equal((await verify("id", refreshed?.IdToken)).origin_jti, first.origin_jti);
  assert.notEqual((await verify("id", next?.IdToken)).origin_jti, first.origin_jti);
});
