import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  DescribeUserPoolCommand,
  GetUserPoolMfaConfigCommand,
  SetUserPoolMfaConfigCommand,
  type SetUserPoolMfaConfigRequest,
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

async function createPool() {
  const { UserPoolId } = await pools.createPool();
  const members = ({ $metadata: _, ...answer }: { $metadata: unknown }) => answer;
  return {
    UserPoolId,
    get: async () => members(await pools.client.send(new GetUserPoolMfaConfigCommand({ UserPoolId }))),
    set: async (request: Omit<SetUserPoolMfaConfigRequest, "UserPoolId">) =>
      members(await pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId, ...request }))),
  };
}

const SoftwareTokenMfaConfiguration = { Enabled: true };

describe("SetUserPoolMfaConfig", () => {
  it("shows the factors that are configured, in its answer, to GetUserPoolMfaConfig and with the pool", async () => {
    const { UserPoolId, get, set } = await createPool();
    assert.deepEqual(await get(), { MfaConfiguration: "OFF" });
    const tokens = { MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration } as const;
    assert.deepEqual(await set(tokens), tokens);
    assert.deepEqual(await get(), tokens);
    const SmsMfaConfiguration = {
      SmsAuthenticationMessage: "Code {####}",
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "1" },
    };
    assert.deepEqual(await set({ MfaConfiguration: "ON", SmsMfaConfiguration }), {
      MfaConfiguration: "ON",
      SmsMfaConfiguration,
      SoftwareTokenMfaConfiguration,
    });
    const { UserPool } = await pools.client.send(new DescribeUserPoolCommand({ UserPoolId }));
    assert.equal(UserPool?.MfaConfiguration, "ON");
    assert.equal(UserPool?.SmsAuthenticationMessage, "Code {####}");
  });

  it("takes MFA that is left out as off, which drops the factors but not the passkeys' relying party", async () => {
    const { get, set } = await createPool();
    const WebAuthnConfiguration = { RelyingPartyId: "example.com", UserVerification: "preferred" } as const;
    await set({ MfaConfiguration: "ON", SoftwareTokenMfaConfiguration, WebAuthnConfiguration });
    assert.deepEqual(await set({}), { MfaConfiguration: "OFF", WebAuthnConfiguration });
    assert.deepEqual(await get(), { MfaConfiguration: "OFF", WebAuthnConfiguration });
    const anew = { MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: { Subject: "Code" } } as const;
    assert.deepEqual(await set(anew), { ...anew, WebAuthnConfiguration });
  });

  it("refuses factors while MFA is off, and MFA without any", async () => {
    const { set } = await createPool();
    const together = {
      name: "InvalidParameterException",
      message: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    };
    await assert.rejects(set({ SoftwareTokenMfaConfiguration: { Enabled: false } }), together);
    await assert.rejects(set({ MfaConfiguration: "OFF", EmailMfaConfiguration: {} }), together);
    await assert.rejects(set({ MfaConfiguration: "OPTIONAL", WebAuthnConfiguration: { RelyingPartyId: "example.com" } }), {
      name: "InvalidParameterException",
      message: "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    });
    await assert.rejects(
      pools.client.send(new SetUserPoolMfaConfigCommand({ UserPoolId: "us-east-1_nothing", MfaConfiguration: "OFF" })),
      { name: "ResourceNotFoundException" },
    );
  });
});
