import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { claimsOf, refreshed, signedInUser } from "./test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

/** Every operation of a signed-in user refuses a token in the same way, so three of them stand for all. */
async function refused(AccessToken: string | undefined, expected: { name: string; message: string }) {
  await assert.rejects(pools.client.send(new GetUserCommand({ AccessToken })), expected);
  const change = { AccessToken, PreviousPassword: password, ProposedPassword: "Another-horse-8" };
  await assert.rejects(pools.client.send(new ChangePasswordCommand(change)), expected);
  await assert.rejects(pools.client.send(new GlobalSignOutCommand({ AccessToken })), expected);
}

const notAuthorized = (message: string) => ({ name: "NotAuthorizedException", message });
const invalid = notAuthorized("Invalid Access Token");
const attributes = [
  { Name: "email", Value: "ada@example.com" },
  { Name: "email_verified", Value: "true" },
];

describe("an access token", () => {
  it("has to be one: no ID token, no refresh token, none changed and none without a signature", async () => {
    const { tokens } = await signedInUser(pools);
    await refused(tokens.IdToken, invalid);
    await refused(tokens.RefreshToken, invalid);
    const [head, , signature] = (tokens.AccessToken as string).split(".");
    const claims = { ...claimsOf(tokens.AccessToken), sub: "somebody else" };
    const forged = Buffer.from(JSON.stringify(claims)).toString("base64url");
    await refused(`${head}.${forged}.${signature}`, invalid);
    const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
    await refused(`${none}.${forged}.`, invalid);
    await refused("a.b.c", invalid);
  });

  it("is good until its last second", async () => {
    const { tokens } = await signedInUser(pools);
    pools.clock.advance(3_590_000);
    await pools.client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    pools.clock.advance(10_000);
    await refused(tokens.AccessToken, notAuthorized("Access Token has expired"));
  });

  it("needs the scope of a sign-in, which a trigger can take away", async () => {
    const response = `{ claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: ["aws.cognito.signin.user.admin"] } } }`;
    const { functionArn } = pools.deploy("no-scope", `event.response = ${response}; return event;`);
    const LambdaConfig = { PreTokenGenerationConfig: { LambdaVersion: "V2_0" as const, LambdaArn: functionArn } };
    const { tokens } = await signedInUser(pools, { pool: { LambdaConfig } });
    await refused(tokens.AccessToken, notAuthorized("Access Token does not have required scopes"));
  });

  it("is good as long as its user is", async () => {
    const disabled = await signedInUser(pools);
    await pools.client.send(new AdminDisableUserCommand(disabled));
    await refused(disabled.tokens.AccessToken, notAuthorized("User is disabled."));
    const deleted = await signedInUser(pools);
    await pools.client.send(new AdminDeleteUserCommand(deleted));
    await refused(deleted.tokens.AccessToken, { name: "UserNotFoundException", message: "User does not exist." });
    const reset = await signedInUser(pools, { attributes });
    await pools.client.send(new AdminResetUserPasswordCommand(reset));
    await refused(reset.tokens.AccessToken, {
      name: "PasswordResetRequiredException",
      message: "Password reset required for the user",
    });
  });

  it("is good as long as its sign-in, its client and its pool are", async () => {
    const signedOut = await signedInUser(pools);
    await pools.client.send(new AdminUserGlobalSignOutCommand(signedOut));
    await refused(signedOut.tokens.AccessToken, notAuthorized("Access Token has been revoked"));
    const { UserPoolId, ClientId, tokens } = await signedInUser(pools);
    await pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
    await refused(tokens.AccessToken, {
      name: "ResourceNotFoundException",
      message: `User pool client ${ClientId} does not exist.`,
    });
    await pools.client.send(new DeleteUserPoolCommand({ UserPoolId }));
    await refused(tokens.AccessToken, invalid);
  });

  it("of a data file from before sign-ins had an event goes on", async () => {
    const { ClientId, tokens } = await signedInUser(pools);
    pools.store.write(() => pools.store.sql("DELETE FROM cognito_sign_in").run());
    await pools.client.send(new GetUserCommand({ AccessToken: tokens.AccessToken }));
    const renewed = await refreshed(pools, ClientId, tokens.RefreshToken);
    const { origin_jti } = claimsOf(tokens.IdToken);
    const claims = claimsOf(renewed?.IdToken);
    assert.deepEqual([claims.origin_jti, claims.event_id], [origin_jti, origin_jti]);
    await pools.client.send(new GetUserCommand({ AccessToken: renewed?.AccessToken }));
  });
});
