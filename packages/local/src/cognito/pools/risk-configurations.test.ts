import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DescribeRiskConfigurationCommand, SetRiskConfigurationCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startPools } from "../test-pools.ts";

let pools: Awaited<ReturnType<typeof startPools>>;
before(async () => {
  pools = await startPools();
});
after(async () => {
  await pools.stop();
  assert.deepEqual(pools.failures, []);
});

describe("a risk configuration", () => {
  it("is that of the client, or of the pool where it has none", async () => {
    const { UserPoolId, ClientId } = await pools.createPool({
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" },
    });
    const describeRisk = async (client?: string) =>
      (await pools.client.send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId: client }))).RiskConfiguration;
    assert.deepEqual(await describeRisk(), { UserPoolId });
    const ofPool = { RiskExceptionConfiguration: { BlockedIPRangeList: ["192.0.2.0/24"] } };
    await pools.client.send(new SetRiskConfigurationCommand({ UserPoolId, ...ofPool }));
    assert.partialDeepStrictEqual(await describeRisk(ClientId), { UserPoolId, ClientId, ...ofPool });
    const ofClient = {
      CompromisedCredentialsRiskConfiguration: { EventFilter: ["SIGN_IN" as const], Actions: { EventAction: "BLOCK" as const } },
      AccountTakeoverRiskConfiguration: { Actions: { HighAction: { Notify: false, EventAction: "MFA_REQUIRED" as const } } },
    };
    await pools.client.send(new SetRiskConfigurationCommand({ UserPoolId, ClientId, ...ofClient }));
    const { LastModifiedDate, ...own } = (await describeRisk(ClientId)) ?? {};
    assert.ok(LastModifiedDate);
    assert.deepEqual(own, { UserPoolId, ClientId, ...ofClient });
    assert.partialDeepStrictEqual(await describeRisk(), ofPool);
    await assert.rejects(describeRisk("nobody"), { name: "ResourceNotFoundException" });
  });

  it("needs threat protection", async () => {
    const { UserPoolId } = await pools.createPool();
    const refused = { name: "UserPoolAddOnNotEnabledException" };
    await assert.rejects(pools.client.send(new DescribeRiskConfigurationCommand({ UserPoolId })), refused);
    await assert.rejects(pools.client.send(new SetRiskConfigurationCommand({ UserPoolId })), refused);
  });
});
