import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminSetUserPasswordCommand,
  CreateGroupCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  DeleteUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  type GetTokensFromRefreshTokenRequest,
  GetUserCommand,
  InitiateAuthCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";
import { claimsOf, signedInUser } from "../tokens/test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const rotating = (RetryGracePeriodSeconds?: number): Partial<CreateUserPoolClientRequest> => ({
  ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  RefreshTokenRotation: { Feature: "ENABLED", ...(RetryGracePeriodSeconds !== undefined && { RetryGracePeriodSeconds }) },
});

async function signedIn(appClient: Partial<CreateUserPoolClientRequest> = {}, pool: Partial<CreateUserPoolRequest> = {}) {
  const user = await signedInUser(pools, { pool, appClient });
  const get = async (RefreshToken: string | undefined, extra: Partial<GetTokensFromRefreshTokenRequest> = {}) => {
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: user.ClientId, RefreshToken, ...extra });
    return (await pools.client.send(command)).AuthenticationResult;
  };
  return { ...user, get };
}

const reuse = { name: "RefreshTokenReuseException" };

describe("GetTokensFromRefreshToken", () => {
  it("gives new ID and access tokens of the same sign-in, and no refresh token where they do not rotate", async () => {
    const { UserPoolId, Username, tokens, get } = await signedIn({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
    await pools.client.send(new CreateGroupCommand({ UserPoolId, GroupName: "Late" }));
    await pools.client.send(new AdminAddUserToGroupCommand({ UserPoolId, GroupName: "Late", Username }));
    pools.clock.advance(60_000);
    const renewed = await get(tokens.RefreshToken);
    assert.equal(renewed?.RefreshToken, undefined);
    assert.deepEqual([renewed?.TokenType, renewed?.ExpiresIn], ["Bearer", 3_600]);
    const [then, now] = [claimsOf(tokens.IdToken), claimsOf(renewed?.IdToken)];
    for (const name of ["origin_jti", "event_id", "auth_time", "sub"]) assert.equal(now[name], then[name], name);
    assert.notEqual(now.jti, then.jti);
    assert.deepEqual(now["cognito:groups"], ["Late"]);
    await pools.client.send(new GetUserCommand({ AccessToken: renewed?.AccessToken }));
    assert.ok(await get(tokens.RefreshToken));
  });

  it("rotates: the token before is good for the grace period and then reported as reused", async () => {
    const { tokens, get } = await signedIn(rotating(30));
    const second = await get(tokens.RefreshToken);
    assert.match(second?.RefreshToken ?? "", /^([\w-]+\.){4}[\w-]+$/);
    assert.notEqual(second?.RefreshToken, tokens.RefreshToken);
    pools.clock.advance(20_000);
    const retried = await get(tokens.RefreshToken);
    assert.notEqual(retried?.RefreshToken, second?.RefreshToken);
    pools.clock.advance(10_000);
    await assert.rejects(get(tokens.RefreshToken), reuse);
    const third = await get(second?.RefreshToken);
    assert.equal(claimsOf(third?.AccessToken).origin_jti, claimsOf(tokens.AccessToken).origin_jti);
    assert.ok(await get(retried?.RefreshToken));
  });

  it("gives no grace unless the client has some", async () => {
    const { tokens, get } = await signedIn(rotating());
    const second = await get(tokens.RefreshToken);
    await assert.rejects(get(tokens.RefreshToken), reuse);
    assert.ok(await get(second?.RefreshToken));
    await assert.rejects(get(second?.RefreshToken), reuse);
  });

  it("lets one of two calls at once rotate a token without grace", async () => {
    // Both calls are inside the function before either of them comes back.
    const wait = "await new Promise((resolve) => setTimeout(resolve, 150)); return event;";
    const { functionArn } = pools.deploy("slow-refresh", wait);
    const { tokens, get } = await signedIn(rotating(), { LambdaConfig: { PreTokenGeneration: functionArn } });
    const outcomes = await Promise.allSettled([get(tokens.RefreshToken), get(tokens.RefreshToken)]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ["fulfilled", "rejected"]);
  });

  it("lets a rotated token end when the first one would have", async () => {
    const { tokens, get } = await signedIn({ ...rotating(), RefreshTokenValidity: 2 });
    pools.clock.advance(86_400_000);
    const second = await get(tokens.RefreshToken);
    pools.clock.advance(86_400_000);
    await assert.rejects(get(second?.RefreshToken), { message: "Refresh Token has expired" });
  });

  it("leaves REFRESH_TOKEN_AUTH to clients that do not rotate", async () => {
    const { ClientId, tokens, get } = await signedIn(rotating());
    const AuthParameters = { REFRESH_TOKEN: tokens.RefreshToken as string };
    const command = new InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters });
    await assert.rejects(pools.client.send(command), { name: "InvalidParameterException" });
    assert.ok(await get(tokens.RefreshToken));
  });

  it("wants the secret of a client that has one", async () => {
    const { ClientId, ClientSecret, tokens, get } = await signedIn({ GenerateSecret: true });
    await assert.rejects(get(tokens.RefreshToken), {
      name: "NotAuthorizedException",
      message: `Client ${ClientId} is configured for secret but secret was not received`,
    });
    await assert.rejects(get(tokens.RefreshToken, { ClientSecret: "x".repeat(51) }), {
      name: "NotAuthorizedException",
      message: `Unable to verify secret hash for client ${ClientId}`,
    });
    assert.ok(await get(tokens.RefreshToken, { ClientSecret }));
  });

  it("hands its metadata to the pre token generation trigger", async () => {
    const { functionArn, notes } = pools.deploy("renewed", "note(event); return event;");
    const { tokens, get } = await signedIn({}, { LambdaConfig: { PreTokenGeneration: functionArn } });
    await get(tokens.RefreshToken, { ClientMetadata: { from: "phone" } });
    const event = notes().at(-1);
    assert.equal(event.triggerSource, "TokenGeneration_RefreshTokens");
    assert.deepEqual(event.request.clientMetadata, { from: "phone" });
  });

  it("refuses the token of another client, of nobody, of a disabled user and of a deleted client", async () => {
    const one = await signedIn();
    const two = await signedIn();
    const invalid = { name: "NotAuthorizedException", message: "Invalid Refresh Token" };
    await assert.rejects(one.get(two.tokens.RefreshToken), invalid);
    await assert.rejects(one.get("nonsense"), invalid);
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId: one.UserPoolId, Username: one.Username }));
    await assert.rejects(one.get(one.tokens.RefreshToken), { message: "Refresh Token has been revoked" });
    await pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId: two.UserPoolId, ClientId: two.ClientId }));
    await assert.rejects(two.get(two.tokens.RefreshToken), { name: "ResourceNotFoundException" });
  });

  it("goes on after the password changed, and after rotation was turned on", async () => {
    const { UserPoolId, ClientId, Username, tokens, get } = await signedIn();
    const Password = `${password}-new`;
    await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
    assert.equal((await get(tokens.RefreshToken))?.RefreshToken, undefined);
    await pools.client.send(new UpdateUserPoolClientCommand({ UserPoolId, ClientId, ...rotating() }));
    assert.ok((await get(tokens.RefreshToken))?.RefreshToken);
  });
});
