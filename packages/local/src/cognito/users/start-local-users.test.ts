import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { LocalOptions } from "../../local-options.ts";
import { startLocal } from "../../start-local.ts";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "foyer-users-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function withLocal<T>(
  options: LocalOptions,
  use: (local: Awaited<ReturnType<typeof startLocal>>, client: CognitoIdentityProviderClient) => Promise<T>,
) {
  const local = await startLocal(options);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new CognitoIdentityProviderClient({ region: local.region, endpoint: local.url, credentials, maxAttempts: 1 });
  try {
    return await use(local, client);
  } finally {
    client.destroy();
    await local.stop();
  }
}

describe("startLocal()", () => {
  it("keeps a user whom it added over a restart", async () => {
    const dataDir = join(folder, "data");
    const added = await withLocal({ dataDir }, async (local, client) => {
      const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: "main" }));
      const status = "EXTERNAL_PROVIDER";
      return local.addUser({ userPoolId: UserPool?.Id as string, status, username: "Google_1042" });
    });
    await withLocal({ dataDir }, async (local) => {
      const { user, groups } = local.timeline(added.sub);
      assert.equal(user?.status, "EXTERNAL_PROVIDER");
      assert.match(groups.join(), /_Google$/);
    });
  });

  const settings: [LocalOptions, string][] = [
    [{}, "CLIENT_ID_NOT_APPLICABLE"],
    [{ adminClientId: null }, "null"],
    [{ adminClientId: undefined }, ""],
  ];
  for (const [options, told] of settings) {
    it(`tells the triggers of an administrator's call the client "${told}"`, async () => {
      await withLocal(options, async (local, client) => {
        const codeDir = mkdtempSync(join(folder, "code-"));
        writeFileSync(
          join(codeDir, "index.mjs"),
          "export const handler = async (event) => { throw new Error(event.callerContext.clientId); };",
        );
        const { functionArn } = local.functions.deploy({ functionName: "tell", codeDir, handler: "index.handler" });
        await local.call("lambda", "AddPermission", {
          FunctionName: "tell",
          StatementId: "cognito",
          Action: "lambda:InvokeFunction",
          Principal: "cognito-idp.amazonaws.com",
        });
        const LambdaConfig = { PreSignUp: functionArn };
        const { UserPool } = await client.send(new CreateUserPoolCommand({ PoolName: "main", LambdaConfig }));
        await assert.rejects(client.send(new AdminCreateUserCommand({ UserPoolId: UserPool?.Id, Username: "ada" })), {
          message: `PreSignUp failed with error ${told}.`,
        });
      });
    });
  }
});
