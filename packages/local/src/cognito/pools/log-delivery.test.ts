import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

const errors: LogConfigurationType = {
  EventSource: "userNotification",
  LogLevel: "ERROR",
  CloudWatchLogsConfiguration: { LogGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:errors" },
};

describe("the log delivery of a pool", () => {
  it("is none at first, and is replaced as a whole", async () => {
    const { UserPoolId } = await pools.createPool();
    const get = async () =>
      (await pools.client.send(new GetLogDeliveryConfigurationCommand({ UserPoolId }))).LogDeliveryConfiguration;
    const set = (LogConfigurations: LogConfigurationType[]) =>
      pools.client.send(new SetLogDeliveryConfigurationCommand({ UserPoolId, LogConfigurations }));
    assert.deepEqual(await get(), { UserPoolId, LogConfigurations: [] });
    await set([errors]);
    assert.deepEqual(await get(), { UserPoolId, LogConfigurations: [errors] });
    await set([]);
    assert.deepEqual(await get(), { UserPoolId, LogConfigurations: [] });
  });

  it("has one destination and the level of its events, those of users in the PLUS tier only", async () => {
    const { UserPoolId } = await pools.createPool();
    const plus = await pools.createPool({ UserPoolTier: "PLUS" });
    const set = (pool: string, ...LogConfigurations: LogConfigurationType[]) =>
      pools.client.send(new SetLogDeliveryConfigurationCommand({ UserPoolId: pool, LogConfigurations }));
    const refused = { name: "InvalidParameterException" };
    const S3Configuration = { BucketArn: "arn:aws:s3:::logs" };
    await assert.rejects(set(UserPoolId, { ...errors, LogLevel: "INFO" }), refused);
    await assert.rejects(set(UserPoolId, { ...errors, S3Configuration }), refused);
    await assert.rejects(set(UserPoolId, { EventSource: "userNotification", LogLevel: "ERROR" }), refused);
    await assert.rejects(set(UserPoolId, errors, errors), refused);
    const events: LogConfigurationType = { EventSource: "userAuthEvents", LogLevel: "INFO", S3Configuration };
    await assert.rejects(set(UserPoolId, events), { name: "FeatureUnavailableInTierException" });
    await set(plus.UserPoolId, errors, events);
  });
});
