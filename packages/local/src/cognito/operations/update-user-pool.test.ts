import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
  type UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import { everySetting, functionArn } from "../pools/test-every-setting.ts";
import { password, startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

async function describePool(UserPoolId: string | undefined) {
  return (await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }))).UserPool;
}

describe("UpdateUserPool", () => {
  it("sets every member that is left out back to its default, save what is fixed at creation and the name", async () => {
    const { AliasAttributes: _, ...settings } = everySetting;
    const UsernameAttributes = ["email" as const];
    const created = await pools.client.send(new CreateUserPoolCommand({ ...settings, UsernameAttributes }));
    const UserPoolId = created.UserPool?.Id;
    const bare = await pools.client.send(
      new CreateUserPoolCommand({
        PoolName: "everything",
        UsernameAttributes,
        Schema: everySetting.Schema,
        UsernameConfiguration: everySetting.UsernameConfiguration,
      }),
    );
    pools.clock.advance(1_000);
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId }));
    const updated = await describePool(UserPoolId);
    assert.ok((updated?.LastModifiedDate ?? 0) > (created.UserPool?.LastModifiedDate ?? 0));
    const { Id, Arn, CreationDate, LastModifiedDate } = updated ?? {};
    assert.deepEqual(updated, { ...bare.UserPool, Id, Arn, CreationDate, LastModifiedDate });
  });

  it("checks the settings as creation does, and changes nothing if it refuses them", async () => {
    const { UserPoolId } = await pools.createPool();
    const PostConfirmation = functionArn;
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: "renamed", LambdaConfig: { PostConfirmation } }));
    const contradiction = new UpdateUserPoolCommand({ UserPoolId, AutoVerifiedAttributes: ["phone_number"] });
    await assert.rejects(pools.client.send(contradiction), { name: "InvalidParameterException" });
    const { Name, LambdaConfig } = (await describePool(UserPoolId)) ?? {};
    assert.deepEqual([Name, LambdaConfig], ["renamed", { PostConfirmation }]);
  });

  it("takes MFA without text messages once the pool has another second factor", async () => {
    const { UserPoolId } = await pools.createPool();
    const update = new UpdateUserPoolCommand({ UserPoolId, MfaConfiguration: "ON" });
    await assert.rejects(pools.client.send(update), { name: "InvalidParameterException" });
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await pools.client.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration }),
    );
    await pools.client.send(update);
    assert.equal((await describePool(UserPoolId))?.MfaConfiguration, "ON");
  });

  it("takes what DescribeUserPool showed, but for the days of a temporary password under two names", async () => {
    const { UserPoolId } = await pools.createPool({ LambdaConfig: { PreTokenGeneration: functionArn } });
    const before = await describePool(UserPoolId);
    const { AdminCreateUserConfig, ...shown } = before as UserPoolType;
    const update = (more: Partial<UpdateUserPoolRequest>) =>
      pools.client.send(new UpdateUserPoolCommand({ ...(shown as UpdateUserPoolRequest), UserPoolId, ...more }));
    await assert.rejects(update({ AdminCreateUserConfig }), {
      message: "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    });
    await update({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } });
    const after = await describePool(UserPoolId);
    assert.deepEqual({ ...after, LastModifiedDate: undefined }, { ...before, LastModifiedDate: undefined });
  });

  it("resets what it is not given, and the pool no longer sends codes", async () => {
    const { ClientId, UserPoolId } = await pools.createPool();
    await pools.client.send(new UpdateUserPoolCommand({ UserPoolId }));
    const UserAttributes = [{ Name: "email", Value: "upd@example.com" }];
    const answer = await pools.client.send(new SignUpCommand({ ClientId, Username: "upd", Password: password, UserAttributes }));
    assert.equal(answer.CodeDeliveryDetails, undefined);
  });
});
