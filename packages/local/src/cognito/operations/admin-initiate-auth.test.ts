import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type AuthFlowType,
  type CreateUserPoolClientRequest,
  type ExplicitAuthFlowsType,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { srpClient } from "../sign-in/test-srp-client.ts";
import { password, startPools } from "../test-pools.ts";
import { addUser } from "../users/add-user.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const wrong = { name: "NotAuthorizedException", message: "Incorrect username or password." };

async function poolAllowing(flows: ExplicitAuthFlowsType[], appClient: Partial<CreateUserPoolClientRequest> = {}) {
  const made = await pools.createPool({}, { ExplicitAuthFlows: flows, ...appClient });
  const { UserPoolId, ClientId } = made;
  addUser(pools.cognito, { userPoolId: UserPoolId, status: "CONFIRMED", username: "ada", password });
  const start = (AuthFlow: AuthFlowType, AuthParameters: Record<string, string>) =>
    pools.client.send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow, AuthParameters }));
  return { ...made, start };
}

const byPassword = (PASSWORD = password) => ({ USERNAME: "ada", PASSWORD });

describe("AdminInitiateAuth", () => {
  it("signs in with a password under the flow's new name and its old one, and refreshes", async () => {
    const flows: ExplicitAuthFlowsType[][] = [
      ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
      ["ADMIN_NO_SRP_AUTH"],
    ];
    for (const allowed of flows) {
      const { start } = await poolAllowing(allowed);
      for (const flow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
        await assert.rejects(start(flow, byPassword("Wrong-horse-7")), wrong);
        const { AuthenticationResult } = await start(flow, byPassword());
        const REFRESH_TOKEN = AuthenticationResult?.RefreshToken as string;
        assert.ok((await start("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN })).AuthenticationResult?.IdToken);
      }
    }
  });

  it("has no flow of InitiateAuth's own, nor the other way round", async () => {
    const { ClientId, start } = await poolAllowing(["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]);
    const unsupported = { name: "InvalidParameterException", message: "Initiate Auth method not supported." };
    await assert.rejects(start("USER_PASSWORD_AUTH", byPassword()), unsupported);
    for (const AuthFlow of ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] as const) {
      const command = new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters: byPassword() });
      await assert.rejects(pools.client.send(command), unsupported);
    }
  });

  it("refuses a flow that the client does not allow", async () => {
    const { start } = await poolAllowing(["ALLOW_USER_PASSWORD_AUTH"]);
    const refused = { name: "InvalidParameterException", message: "Auth flow not enabled for this client" };
    await assert.rejects(start("ADMIN_USER_PASSWORD_AUTH", byPassword()), refused);
    await assert.rejects(start("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: "x" }), refused);
  });

  it("refuses to refresh by this flow where refresh tokens rotate", async () => {
    const RefreshTokenRotation = { Feature: "ENABLED", RetryGracePeriodSeconds: 0 } as const;
    const { start } = await poolAllowing(["ALLOW_ADMIN_USER_PASSWORD_AUTH"], { RefreshTokenRotation });
    const { AuthenticationResult } = await start("ADMIN_USER_PASSWORD_AUTH", byPassword());
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken as string;
    await assert.rejects(start("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN }), {
      name: "InvalidParameterException",
      message: "Auth flow not enabled for this client",
    });
  });

  it("wants a client of the pool", async () => {
    const { UserPoolId, ClientId } = await poolAllowing(["ALLOW_ADMIN_USER_PASSWORD_AUTH"]);
    const other = await pools.createPool();
    const send = (userPoolId: string, clientId: string) =>
      pools.client.send(
        new AdminInitiateAuthCommand({
          UserPoolId: userPoolId,
          ClientId: clientId,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: byPassword(),
        }),
      );
    await assert.rejects(send(other.UserPoolId, ClientId), {
      name: "ResourceNotFoundException",
      message: `User pool client ${ClientId} does not exist.`,
    });
    await assert.rejects(send("us-east-1_nowhere00", ClientId), {
      name: "ResourceNotFoundException",
      message: "User pool us-east-1_nowhere00 does not exist.",
    });
    assert.ok((await send(UserPoolId, ClientId)).AuthenticationResult);
  });

  it("asks for the secret hash of a client that has a secret", async () => {
    const { ClientId, ClientSecret, start } = await poolAllowing(["ALLOW_ADMIN_USER_PASSWORD_AUTH"], { GenerateSecret: true });
    await assert.rejects(start("ADMIN_USER_PASSWORD_AUTH", byPassword()), {
      message: `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
    });
    const SECRET_HASH = createHmac("sha256", ClientSecret as string)
      .update(`ada${ClientId}`)
      .digest("base64");
    assert.ok((await start("ADMIN_USER_PASSWORD_AUTH", { ...byPassword(), SECRET_HASH })).AuthenticationResult);
  });
});

describe("AdminRespondToAuthChallenge", () => {
  it("takes the answers to the challenges of both operations", async () => {
    const { UserPoolId, ClientId, start } = await poolAllowing(["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"]);
    const client = srpClient();
    const { ChallengeName, ChallengeParameters } = await start("USER_SRP_AUTH", { USERNAME: "ada", SRP_A: client.SRP_A });
    const ChallengeResponses = client.answer(ChallengeParameters, { userPoolId: UserPoolId, password });
    const proven = await pools.client.send(
      new AdminRespondToAuthChallengeCommand({ UserPoolId, ClientId, ChallengeName, ChallengeResponses }),
    );
    assert.ok(proven.AuthenticationResult?.IdToken);

    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username: "new", TemporaryPassword: password }));
    const challenged = await start("ADMIN_USER_PASSWORD_AUTH", { USERNAME: "new", PASSWORD: password });
    const { AuthenticationResult } = await pools.client.send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: challenged.ChallengeName,
        Session: challenged.Session,
        ChallengeResponses: { USERNAME: "new", NEW_PASSWORD: "Another-horse-8" },
      }),
    );
    assert.ok(AuthenticationResult?.IdToken);
  });
});
