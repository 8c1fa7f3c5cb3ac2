import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startLocal } from "../../start-local.ts";
import { password, startPools } from "../test-pools.ts";
import { srpClient } from "./test-srp-client.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-sessions-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function withClient<T>(use: (client: CognitoIdentityProviderClient) => Promise<T>): Promise<T> {
  const local = await startLocal({ dataDir: join(folder, "data") });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CognitoIdentityProviderClient({ region: local.region, endpoint: local.url, credentials, maxAttempts: 1 });
  try {
    return await use(client);
  } finally {
    client.destroy();
    await local.stop();
  }
}

describe("the session of a challenge", () => {
  it("survives a restart, of SRP and of a new password alike", async () => {
    const srp = srpClient();
    const { UserPoolId, ClientId, started } = await withClient(async (client) => {
      const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: "main" }));
      const UserPoolId = UserPool?.Id as string;
      const { UserPoolClient } = await client.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: "app" }));
      const ClientId = UserPoolClient?.ClientId as string;
      const Username = "ada";
      await client.send(
        new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password, MessageAction: "SUPPRESS" }),
      );
      const AuthParameters = { USERNAME: Username, SRP_A: srp.SRP_A };
      const started = await client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }));
      return { UserPoolId, ClientId, started };
    });
    const challenged = await withClient((client) => {
      const ChallengeResponses = srp.answer(started.ChallengeParameters, { userPoolId: UserPoolId, password });
      return client.send(
        new RespondToAuthChallengeCommand({ ClientId, ChallengeName: started.ChallengeName, ChallengeResponses }),
      );
    });
    assert.equal(challenged.ChallengeName, "NEW_PASSWORD_REQUIRED");
    const { AuthenticationResult } = await withClient((client) =>
      client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName: challenged.ChallengeName,
          Session: challenged.Session,
          ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Another-horse-8" },
        }),
      ),
    );
    assert.ok(AuthenticationResult?.IdToken);
  });

  it("is not opened for a user or a client that a function has deleted meanwhile", async (test) => {
    const pools = await startPools();
    test.after(() => pools.stop());
    let remove = async () => {};
    const deleting = createServer(async (_request, response) => {
      await remove();
      response.end();
    });
    await once(deleting.listen(0, "127.0.0.1"), "listening");
    test.after(() => deleting.close());
    const { port } = deleting.address() as AddressInfo;
    const { functionArn } = pools.deploy(
      "asks",
      `await fetch("http://127.0.0.1:${port}"); event.response = { challengeName: "CUSTOM_CHALLENGE" }; return event;`,
    );
    const LambdaConfig = { DefineAuthChallenge: functionArn, CreateAuthChallenge: functionArn };
    const { UserPoolId, ClientId } = await pools.createPool({ LambdaConfig }, { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] });
    const Username = "ada";
    const create = () => pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
    const start = () =>
      pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "CUSTOM_AUTH", AuthParameters: { USERNAME: Username } }));
    await create();
    remove = async () => void (await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username })).catch(() => {}));
    await assert.rejects(start(), { name: "NotAuthorizedException", message: "Incorrect username or password." });
    await create();
    remove = async () =>
      void (await pools.client.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId })).catch(() => {}));
    await assert.rejects(start(), {
      name: "ResourceNotFoundException",
      message: `User pool client ${ClientId} does not exist.`,
    });
    assert.deepEqual(pools.failures, []);
  });

  it("is another client's, another challenge's or a deleted user's for nobody else", async (test) => {
    const pools = await startPools();
    test.after(() => pools.stop());
    const { UserPoolId, ClientId } = await pools.createPool();
    const other = await pools.createPool();
    const Username = "ada";
    await pools.client.send(new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword: password }));
    const { ChallengeName, Session } = await pools.client.send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD: password },
      }),
    );
    const answer = (changed: { ClientId?: string; ChallengeName?: "CUSTOM_CHALLENGE" } = {}) =>
      pools.client.send(
        new RespondToAuthChallengeCommand({
          ClientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: "Another-horse-8", ANSWER: "a piano" },
          ...changed,
        }),
      );
    const expired = { name: "NotAuthorizedException", message: "Invalid session for the user, session is expired." };
    await assert.rejects(answer({ ClientId: other.ClientId }), expired);
    await assert.rejects(answer({ ChallengeName: "CUSTOM_CHALLENGE" }), expired);
    await pools.client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    await assert.rejects(answer(), expired);
    assert.deepEqual(pools.failures, []);
  });
});
