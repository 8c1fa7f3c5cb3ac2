import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  ListUserPoolClientSecretsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { defineClientSecretTables } from "../pools/client-secrets.ts";
import { password, startPools } from "../test-pools.ts";
import { secretHash, signedInUser } from "../tokens/test-tokens.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function confidential() {
  const user = await signedInUser(pools, { appClient: { GenerateSecret: true } });
  const { UserPoolId, ClientId, Username } = user;
  const list = async () =>
    (await pools.client.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }))).ClientSecrets ?? [];
  return {
    ...user,
    ClientSecret: user.ClientSecret as string,
    list,
    add: async (ClientSecret?: string) =>
      (await pools.client.send(new AddUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecret })))
        .ClientSecretDescriptor,
    drop: (ClientSecretId: string | undefined) =>
      pools.client.send(new DeleteUserPoolClientSecretCommand({ UserPoolId, ClientId, ClientSecretId })),
    signInWith: (secret: string) => {
      const AuthParameters = {
        USERNAME: Username,
        PASSWORD: password,
        SECRET_HASH: secretHash(secret, Username, ClientId),
      };
      return pools.client.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
    },
  };
}

describe("the secrets of an app client", () => {
  it("are two at most, each good by itself, until one of them is deleted", async () => {
    const { ClientId, ClientSecret, tokens, list, add, drop, signInWith } = await confidential();
    const added = await add();
    const second = added?.ClientSecretValue as string;
    assert.match(second, /^[a-z0-9]{51}$/);
    assert.match(added?.ClientSecretId ?? "", new RegExp(`^${ClientId}--\\d+$`));
    await signInWith(ClientSecret);
    await signInWith(second);
    const { RefreshToken } = tokens;
    for (const secret of [ClientSecret, second]) {
      await pools.client.send(new GetTokensFromRefreshTokenCommand({ ClientId, ClientSecret: secret, RefreshToken }));
    }
    await assert.rejects(add(), { name: "LimitExceededException" });
    const [first] = await list();
    await drop(first?.ClientSecretId);
    const refused = { name: "NotAuthorizedException", message: `Unable to verify secret hash for client ${ClientId}` };
    await assert.rejects(signInWith(ClientSecret), refused);
    await signInWith(second);
  });

  it("are listed without their values, the oldest first", async () => {
    const { list, add } = await confidential();
    const own = await add("my_own_secret_that_is_long_enough");
    assert.equal(own?.ClientSecretValue, undefined);
    const secrets = await list();
    assert.equal(secrets.length, 2);
    assert.equal(secrets[1]?.ClientSecretId, own?.ClientSecretId);
    for (const secret of secrets) {
      assert.deepEqual(Object.keys(secret).toSorted(), ["ClientSecretCreateDate", "ClientSecretId"]);
    }
  });

  it("are never fewer than one, and none for a client that had none", async () => {
    const { list, drop, signInWith, ClientSecret } = await confidential();
    const [only] = await list();
    await assert.rejects(drop(only?.ClientSecretId), { name: "InvalidParameterException" });
    await assert.rejects(drop("other--1"), { name: "ResourceNotFoundException" });
    await signInWith(ClientSecret);
    const { UserPoolId, ClientId } = await pools.createPool();
    const command = new AddUserPoolClientSecretCommand({ UserPoolId, ClientId });
    await assert.rejects(pools.client.send(command), { name: "InvalidParameterException" });
  });

  it("are taken along from a data file whose clients have theirs among the settings", async () => {
    const { UserPoolId, ClientId } = await pools.createPool();
    const settings = "UPDATE cognito_app_client SET settings = json_set(settings, '$.ClientSecret', 'earlier') WHERE id = ?";
    pools.store.write(() => pools.store.sql(settings).run(ClientId));
    defineClientSecretTables(pools.store);
    pools.cognito.appClients.forget(UserPoolId);
    const { UserPoolClient } = await pools.client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    assert.equal(UserPoolClient?.ClientSecret, "earlier");
    defineClientSecretTables(pools.store);
    const listed = await pools.client.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }));
    assert.equal(listed.ClientSecrets?.length, 1);
  });
});
