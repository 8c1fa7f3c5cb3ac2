import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  DeleteUserCommand,
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

describe("DeleteUser", () => {
  it("deletes the user of the access token, whose names are free and whose sub is nobody's then", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({ AliasAttributes: ["email"] });
    const create = async () => {
      const UserAttributes = [
        { Name: "email", Value: "ada@example.com" },
        { Name: "email_verified", Value: "true" },
      ];
      const request = { UserPoolId, Username: "ada", UserAttributes, MessageAction: "SUPPRESS" } as const;
      const { User } = await pools.client.send(new AdminCreateUserCommand(request));
      return User?.Attributes?.find(({ Name }) => Name === "sub")?.Value as string;
    };
    const sub = await create();
    await pools.client.send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: "ada", Password: password, Permanent: true }),
    );
    const AuthParameters = { USERNAME: "ada", PASSWORD: password };
    const { AuthenticationResult } = await pools.client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const { AccessToken, RefreshToken, IdToken } = AuthenticationResult ?? {};
    await assert.rejects(pools.client.send(new DeleteUserCommand({ AccessToken: IdToken })), {
      name: "NotAuthorizedException",
      message: "Invalid Access Token",
    });
    await pools.client.send(new DeleteUserCommand({ AccessToken }));
    const unknown = { name: "UserNotFoundException", message: "User does not exist." };
    for (const Username of ["ada", "ada@example.com", sub]) {
      await assert.rejects(pools.client.send(new AdminGetUserCommand({ UserPoolId, Username })), unknown);
    }
    await assert.rejects(pools.client.send(new DeleteUserCommand({ AccessToken })), unknown);
    assert.notEqual(await create(), sub);
    await assert.rejects(pools.client.send(new DeleteUserCommand({ AccessToken })), unknown);
    const refresh = { ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: RefreshToken ?? "" } } as const;
    await assert.rejects(pools.client.send(new InitiateAuthCommand(refresh)), { name: "NotAuthorizedException" });
  });
});
