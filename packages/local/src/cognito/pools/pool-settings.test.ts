import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { loadModel } from "../../model/load-model.ts";
import { startPools } from "../test-pools.ts";
import { everySetting, functionArn, sender } from "./test-every-setting.ts";

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

describe("the settings of a user pool", () => {
  it("come back from DescribeUserPool, every one that the model has", async () => {
    const members = Object.keys(loadModel("cognito-idp").structures.CreateUserPoolRequest ?? {});
    assert.deepEqual(Object.keys(everySetting).sort(), members.sort());
    const created = await pools.client.send(new CreateUserPoolCommand(everySetting));
    const described = await describePool(created.UserPool?.Id);
    assert.deepEqual(described, created.UserPool);
    const { PoolName, Schema, AdminCreateUserConfig, ...asGiven } = everySetting;
    assert.partialDeepStrictEqual(described, {
      ...asGiven,
      Name: PoolName,
      AdminCreateUserConfig: { ...AdminCreateUserConfig, UnusedAccountValidityDays: 3 },
    });
    const shown = described?.SchemaAttributes?.find(({ Name }) => Name === "custom:tier");
    assert.partialDeepStrictEqual(shown, { ...Schema[0], Name: "custom:tier" });
  });

  it("are Cognito's defaults where nothing is given", async () => {
    const { UserPool } = await pools.client.send(new CreateUserPoolCommand({ PoolName: "bare" }));
    const { Id, Arn, SchemaAttributes, CreationDate, LastModifiedDate, ...rest } = UserPool ?? {};
    assert.equal(
      SchemaAttributes?.some(({ Name }) => Name === "email"),
      true,
    );
    assert.deepEqual(rest, {
      Name: "bare",
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          TemporaryPasswordValidityDays: 7,
        },
        SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] },
      },
      DeletionProtection: "INACTIVE",
      LambdaConfig: {},
      VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_CODE" },
      MfaConfiguration: "OFF",
      EstimatedNumberOfUsers: 0,
      EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
      UserPoolTags: {},
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false, UnusedAccountValidityDays: 7 },
      UserPoolTier: "ESSENTIALS",
    });
  });

  it("show under the older and the newer name what has two", async () => {
    const old = await pools.client.send(
      new CreateUserPoolCommand({
        PoolName: "old",
        EmailVerificationMessage: "Take {####}",
        LambdaConfig: { PreTokenGeneration: functionArn },
        AdminCreateUserConfig: { UnusedAccountValidityDays: 2 },
      }),
    );
    assert.equal(old.UserPool?.VerificationMessageTemplate?.EmailMessage, "Take {####}");
    assert.equal(old.UserPool?.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion, "V1_0");
    assert.equal(old.UserPool?.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays, 2);
    const PreTokenGenerationConfig = { LambdaVersion: "V2_0", LambdaArn: functionArn } as const;
    const now = await pools.client.send(
      new CreateUserPoolCommand({
        PoolName: "new",
        VerificationMessageTemplate: { EmailSubject: "Take it" },
        LambdaConfig: { PreTokenGenerationConfig },
      }),
    );
    assert.equal(now.UserPool?.EmailVerificationSubject, "Take it");
    assert.equal(now.UserPool?.LambdaConfig?.PreTokenGeneration, functionArn);
  });

  const contradictions: [string, Partial<CreateUserPoolRequest>, string][] = [
    [
      "aliases beside username attributes",
      { AliasAttributes: ["email"], UsernameAttributes: ["email"] },
      "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
    ],
    [
      "two functions before token generation",
      {
        LambdaConfig: {
          PreTokenGeneration: functionArn,
          PreTokenGenerationConfig: { LambdaVersion: "V1_0", LambdaArn: `${functionArn}2` },
        },
      },
      "PreTokenGeneration and PreTokenGenerationConfig must name the same function.",
    ],
    [
      "a custom sender without a key",
      { LambdaConfig: { CustomEmailSender: sender } },
      "KMSKeyID is required when CustomEmailSender or CustomSMSSender is configured.",
    ],
    [
      "two lives of a temporary password",
      {
        Policies: { PasswordPolicy: { TemporaryPasswordValidityDays: 7 } },
        AdminCreateUserConfig: { UnusedAccountValidityDays: 7 },
      },
      "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
    ],
    [
      "first factors without a password",
      { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["EMAIL_OTP"] } } },
      "AllowedFirstAuthFactors must include PASSWORD.",
    ],
    [
      "recovery by an administrator and by others",
      {
        AccountRecoverySetting: {
          RecoveryMechanisms: [
            { Priority: 1, Name: "admin_only" },
            { Priority: 2, Name: "verified_email" },
          ],
        },
      },
      "Invalid AccountRecoverySetting parameter. Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
    ],
    [
      "one's own SES without an identity",
      { EmailConfiguration: { EmailSendingAccount: "DEVELOPER" } },
      "SourceArn is required when EmailSendingAccount is DEVELOPER.",
    ],
    [
      "a sender of Cognito's own mails",
      { EmailConfiguration: { From: "a@example.com" } },
      "Cannot configure From email address for default email configuration",
    ],
    [
      "an update that waits for a verification that never comes",
      { UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] } },
      "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    ],
    [
      "MFA without text messages",
      { MfaConfiguration: "ON" },
      "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    ],
    [
      "verified phone numbers without text messages",
      { AutoVerifiedAttributes: ["phone_number"] },
      "SMS configuration is required when phone_number is selected for auto verification",
    ],
  ];
  for (const [what, settings, message] of contradictions) {
    it(`cannot be ${what}`, async () => {
      const creating = pools.client.send(new CreateUserPoolCommand({ PoolName: "x", ...settings }));
      await assert.rejects(creating, { name: "InvalidParameterException", message });
    });
  }

  it("are refused where the tier does not have the feature", async () => {
    const create = (settings: Partial<CreateUserPoolRequest>) =>
      pools.client.send(new CreateUserPoolCommand({ PoolName: "x", ...settings }));
    await assert.rejects(create({ UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" } }), {
      name: "FeatureUnavailableInTierException",
      message: "The following features need to be disabled for the ESSENTIALS pricing tier configured: Threat Protection",
    });
    const LambdaConfig = { PreTokenGenerationConfig: { LambdaVersion: "V2_0", LambdaArn: functionArn } } as const;
    const Policies: CreateUserPoolRequest["Policies"] = {
      PasswordPolicy: { PasswordHistorySize: 3 },
      SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
    };
    await assert.rejects(create({ UserPoolTier: "LITE", LambdaConfig, Policies }), {
      name: "FeatureUnavailableInTierException",
      message:
        "The following features need to be disabled for the LITE pricing tier configured: Access Token Customization, Passwordless Authentication, Password History",
    });
    await create({ LambdaConfig, Policies });
  });
});
