import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { AdminUserGlobalSignOutCommand, GetUserCommand, GlobalSignOutCommand } from "@aws-sdk/client-cognito-identity-provider";
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

const get = (AccessToken: string | undefined) => pools.client.send(new GetUserCommand({ AccessToken }));
const signOut = (AccessToken: string | undefined) => pools.client.send(new GlobalSignOutCommand({ AccessToken }));
const revoked = { name: "NotAuthorizedException", message: "Access Token has been revoked" };

describe("GlobalSignOut", () => {
  it("ends every sign-in of the user up to now, and none of another user", async () => {
    const { ClientId, tokens, signIn } = await signedInUser(pools);
    const other = await signedInUser(pools);
    const second = await signIn();
    await signOut(second.AccessToken);
    for (const { AccessToken, RefreshToken } of [tokens, second]) {
      await assert.rejects(get(AccessToken), revoked);
      await assert.rejects(signOut(AccessToken), revoked);
      await assert.rejects(refreshed(pools, ClientId, RefreshToken), { message: "Refresh Token has been revoked" });
    }
    await get((await signIn()).AccessToken);
    await get(other.tokens.AccessToken);
  });

  it("ends those of a client whose tokens cannot be revoked one by one too, and no later one of the same second", async () => {
    const { tokens, signIn } = await signedInUser(pools, { appClient: { EnableTokenRevocation: false } });
    assert.equal(claimsOf(tokens.AccessToken).origin_jti, undefined);
    await signOut(tokens.AccessToken);
    await assert.rejects(get(tokens.AccessToken), revoked);
    await get((await signIn()).AccessToken);
  });
});

describe("AdminUserGlobalSignOut", () => {
  it("ends every sign-in of the user", async () => {
    const { UserPoolId, ClientId, Username, tokens } = await signedInUser(pools);
    await pools.client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    await assert.rejects(get(tokens.AccessToken), revoked);
    await assert.rejects(refreshed(pools, ClientId, tokens.RefreshToken), { message: "Refresh Token has been revoked" });
    await assert.rejects(pools.client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username: "nobody" })), {
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
  });
});
