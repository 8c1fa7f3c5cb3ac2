import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { GetUserCommand, RevokeTokenCommand, type RevokeTokenRequest } from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";
import { claimsOf, refreshed, signedInUser } from "../tokens/test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const revoke = (request: RevokeTokenRequest) => pools.client.send(new RevokeTokenCommand(request));
const get = (AccessToken: string | undefined) => pools.client.send(new GetUserCommand({ AccessToken }));
const revoked = { name: "NotAuthorizedException", message: "Access Token has been revoked" };

describe("RevokeToken", () => {
  it("ends the sign-in of the token: its refresh tokens and all access tokens, but no other sign-in", async () => {
    const { ClientId, tokens, signIn } = await signedInUser(pools);
    const other = await signIn();
    const renewed = await refreshed(pools, ClientId, tokens.RefreshToken);
    await revoke({ ClientId, Token: tokens.RefreshToken });
    await assert.rejects(get(tokens.AccessToken), revoked);
    await assert.rejects(get(renewed?.AccessToken), revoked);
    await assert.rejects(refreshed(pools, ClientId, tokens.RefreshToken), {
      name: "NotAuthorizedException",
      message: "Refresh Token has been revoked",
    });
    await get(other.AccessToken);
    assert.ok(await refreshed(pools, ClientId, other.RefreshToken));
  });

  it("ends a sign-in by any of its rotated tokens", async () => {
    const RefreshTokenRotation = { Feature: "ENABLED" as const, RetryGracePeriodSeconds: 60 };
    const ExplicitAuthFlows = ["ALLOW_USER_PASSWORD_AUTH" as const];
    const { ClientId, tokens } = await signedInUser(pools, { appClient: { RefreshTokenRotation, ExplicitAuthFlows } });
    const second = await refreshed(pools, ClientId, tokens.RefreshToken);
    await revoke({ ClientId, Token: tokens.RefreshToken });
    await assert.rejects(refreshed(pools, ClientId, second?.RefreshToken), { message: "Refresh Token has been revoked" });
  });

  it("says nothing of a token that is nobody's or revoked already", async () => {
    const { UserPoolId, ClientId, tokens } = await signedInUser(pools);
    await revoke({ ClientId, Token: tokens.RefreshToken });
    await revoke({ ClientId, Token: tokens.RefreshToken });
    await revoke({ ClientId, Token: "a.b.c.d.e" });
    const entries = pools.journal.of(claimsOf(tokens.IdToken).sub as string).filter(({ type }) => type === "user.signed-out");
    assert.deepEqual(
      entries.map(({ data }) => data),
      [{ userPoolId: UserPoolId, everywhere: false }],
    );
  });

  it("refuses access tokens and ID tokens", async () => {
    const { ClientId, tokens } = await signedInUser(pools);
    for (const Token of [tokens.AccessToken, tokens.IdToken]) {
      await assert.rejects(revoke({ ClientId, Token }), { name: "UnsupportedTokenTypeException" });
    }
    await get(tokens.AccessToken);
  });

  it("refuses another client's token, an unknown client and a missing or wrong secret", async () => {
    const one = await signedInUser(pools, { appClient: { GenerateSecret: true } });
    const two = await signedInUser(pools);
    const unauthorized = { name: "UnauthorizedException" };
    const Token = one.tokens.RefreshToken;
    await assert.rejects(revoke({ ClientId: two.ClientId, Token }), unauthorized);
    await assert.rejects(revoke({ ClientId: "nobody", Token }), unauthorized);
    await assert.rejects(revoke({ ClientId: one.ClientId, Token }), unauthorized);
    await assert.rejects(revoke({ ClientId: one.ClientId, Token, ClientSecret: "x".repeat(51) }), unauthorized);
    await get(one.tokens.AccessToken);
    await revoke({ ClientId: one.ClientId, Token, ClientSecret: one.ClientSecret });
    await assert.rejects(get(one.tokens.AccessToken), revoked);
  });

  it("refuses a client whose tokens cannot be revoked", async () => {
    const { ClientId, tokens } = await signedInUser(pools, { appClient: { EnableTokenRevocation: false } });
    await assert.rejects(revoke({ ClientId, Token: tokens.RefreshToken }), { name: "UnsupportedOperationException" });
    await get(tokens.AccessToken);
  });
});
