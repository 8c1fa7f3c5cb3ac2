import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminSetUserPasswordCommand,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
  GetUserCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function userIn(
  Username: string,
  pool: Partial<CreateUserPoolRequest> = {},
  appClient: Partial<CreateUserPoolClientRequest> = {},
) {
  const made = await pools.createPool(pool, appClient);
  const { UserPoolId, ClientId } = made;
  const UserAttributes = [
    { Name: "email", Value: "ada@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  const create = new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" });
  const { User } = await pools.client.send(create);
  await pools.client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  const sub = User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
  const signIn = (PASSWORD = password, extra: Record<string, string> = {}) =>
    pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD, ...extra },
      }),
    );
  return { ...made, sub, username: User?.Username as string, signIn };
}

describe("GetUser", () => {
  const get = (AccessToken: string | undefined) => pools.client.send(new GetUserCommand({ AccessToken }));
  const invalid = { name: "NotAuthorizedException", message: "Invalid Access Token" };

  it("shows the user of an access token, but not of an ID token, a forged one or one of another pool's key", async () => {
    const { sub, signIn } = await userIn("get");
    const other = await userIn("get");
    const mine = (await signIn()).AuthenticationResult;
    const theirs = (await other.signIn()).AuthenticationResult;
    const user = await get(mine?.AccessToken);
    assert.equal(user.Username, "get");
    assert.equal(user.UserAttributes?.find(({ Name }) => Name === "sub")?.Value, sub);
    await assert.rejects(get(mine?.IdToken), invalid);
    const [head, body] = (mine?.AccessToken ?? "").split(".");
    const [, , signature] = (theirs?.AccessToken ?? "").split(".");
    await assert.rejects(get(`${head}.${body}.${signature}`), invalid);
    await assert.rejects(get("nonsense"), invalid);
  });

  it("refuses a token that is too old, of a disabled or deleted user, or from before the user was disabled", async () => {
    const { UserPoolId, signIn } = await userIn("gon");
    const old = (await signIn()).AuthenticationResult?.AccessToken;
    pools.clock.advance(3_600_000);
    await assert.rejects(get(old), { message: "Access Token has expired" });
    const token = (await signIn()).AuthenticationResult?.AccessToken;
    await pools.client.send(new AdminDisableUserCommand({ UserPoolId, Username: "gon" }));
    await assert.rejects(get(token), { message: "User is disabled." });
    await assert.rejects(signIn(), { message: "User is disabled." });
    await pools.client.send(new AdminEnableUserCommand({ UserPoolId, Username: "gon" }));
    await assert.rejects(get(token), { message: "Access Token has been revoked" });
    const fresh = (await signIn()).AuthenticationResult?.AccessToken;
    await get(fresh);
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username: "gon" }));
    await assert.rejects(get(fresh), { name: "UserNotFoundException", message: "User does not exist." });
  });
});
