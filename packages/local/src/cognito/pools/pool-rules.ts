import type { UserPoolTierType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { AppClientSettings } from "./app-clients.ts";
import { tierOf, type UserPool, type UserPoolSettings } from "./user-pools.ts";

/**
 * Refuses settings that contradict each other; what a single one may be is in the wire model.
 * @param secondFactors true if the pool has another second factor than text messages.
 * @throws InvalidParameterException, FeatureUnavailableInTierException
 */
export function checkPoolSettings(settings: UserPoolSettings, secondFactors = false): void {
  checkSignInNames(settings);
  checkLambdaConfig(settings);
  checkPolicies(settings);
  checkAccountRecovery(settings);
  checkEmail(settings);
  checkTextMessages(settings, secondFactors);
  checkTier(settings);
}

function checkSignInNames({ AliasAttributes, UsernameAttributes }: UserPoolSettings): void {
  if (AliasAttributes?.length && UsernameAttributes?.length) {
    throw invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
  }
}

function checkLambdaConfig({ LambdaConfig = {} }: UserPoolSettings): void {
  const { PreTokenGeneration, PreTokenGenerationConfig, CustomEmailSender, CustomSMSSender, KMSKeyID } = LambdaConfig;
  if (PreTokenGeneration && PreTokenGenerationConfig && PreTokenGeneration !== PreTokenGenerationConfig.LambdaArn) {
    throw invalidParameter("PreTokenGeneration and PreTokenGenerationConfig must name the same function.");
  }
  if ((CustomEmailSender || CustomSMSSender) && !KMSKeyID) {
    throw invalidParameter("KMSKeyID is required when CustomEmailSender or CustomSMSSender is configured.");
  }
}

function checkPolicies({ Policies, AdminCreateUserConfig }: UserPoolSettings): void {
  if (Policies?.PasswordPolicy?.TemporaryPasswordValidityDays && AdminCreateUserConfig?.UnusedAccountValidityDays) {
    throw invalidParameter("Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays");
  }
  const factors = Policies?.SignInPolicy?.AllowedFirstAuthFactors;
  if (factors && !factors.includes("PASSWORD")) {
    throw invalidParameter("AllowedFirstAuthFactors must include PASSWORD.");
  }
}

function checkAccountRecovery({ AccountRecoverySetting }: UserPoolSettings): void {
  const names = AccountRecoverySetting?.RecoveryMechanisms?.map(({ Name }) => Name) ?? [];
  if (names.includes("admin_only") && names.length > 1) {
    throw invalidParameter(
      "Invalid AccountRecoverySetting parameter. Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
    );
  }
}

function checkEmail({ EmailConfiguration }: UserPoolSettings): void {
  if (!EmailConfiguration || EmailConfiguration.SourceArn) return;
  if (EmailConfiguration.EmailSendingAccount === "DEVELOPER") {
    throw invalidParameter("SourceArn is required when EmailSendingAccount is DEVELOPER.");
  }
  if (EmailConfiguration.From) {
    throw invalidParameter("Cannot configure From email address for default email configuration");
  }
}

function checkTextMessages(settings: UserPoolSettings, secondFactors: boolean): void {
  const verified = settings.AutoVerifiedAttributes ?? [];
  const verifiedFirst = settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? [];
  if (verifiedFirst.some((attribute) => !verified.includes(attribute))) {
    throw invalidParameter("All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes");
  }
  if (settings.SmsConfiguration) return;
  if ((settings.MfaConfiguration ?? "OFF") !== "OFF" && !secondFactors) {
    // The text speaks of two things, but AWS is content with the first.
    throw invalidParameter("SMS configuration and Auto verification for phone_number are required when MFA is required/optional");
  }
  if (verified.includes("phone_number")) {
    throw invalidParameter("SMS configuration is required when phone_number is selected for auto verification");
  }
}

function checkTier(settings: UserPoolSettings): void {
  const tier = tierOf(settings);
  const features: string[] = [];
  if (tier !== "PLUS" && (settings.UserPoolAddOns?.AdvancedSecurityMode ?? "OFF") !== "OFF") features.push("Threat Protection");
  if (tier === "LITE") {
    const factors = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? [];
    if ((settings.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion ?? "V1_0") !== "V1_0") {
      features.push("Access Token Customization");
    }
    if (factors.some((factor) => factor !== "PASSWORD")) features.push("Passwordless Authentication");
    if (settings.Policies?.PasswordPolicy?.PasswordHistorySize) features.push("Password History");
  }
  if (features.length > 0) throw unavailableInTier(tier, features);
}

/** @throws FeatureUnavailableInTierException for managed login, which is version 2 of a domain's pages, in the LITE tier. */
export function checkManagedLogin({ settings }: UserPool, version: number | undefined): void {
  if (version === undefined || version === 1) return;
  if (version !== 2) throw invalidParameter("ManagedLoginVersion must be 1 or 2.");
  if (tierOf(settings) === "LITE") throw unavailableInTier("LITE", ["Managed Login"]);
}

/** @throws FeatureUnavailableInTierException for what an app client can have in no pool of the LITE tier. */
export function checkClientFeatures({ settings }: UserPool, client: AppClientSettings): void {
  if (tierOf(settings) !== "LITE") return;
  const features: string[] = [];
  if (client.ExplicitAuthFlows?.includes("ALLOW_USER_AUTH")) features.push("Choice-Based Authentication");
  if (client.RefreshTokenRotation?.Feature === "ENABLED") features.push("Refresh Token Rotation");
  if (features.length > 0) throw unavailableInTier("LITE", features);
}

/** @throws InvalidParameterException for a pool that is protected or has a domain. */
export function checkDeletable(cognito: Cognito, pool: UserPool): void {
  if (pool.settings.DeletionProtection === "ACTIVE") {
    throw invalidParameter(
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
    );
  }
  if (Object.keys(cognito.domains.namesOf(pool.id)).length > 0) {
    throw invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.");
  }
}

/** The answer to settings that ask for more than the tier of the pool has. */
export function unavailableInTier(tier: UserPoolTierType, features: string[]): AwsError {
  return new AwsError(
    "FeatureUnavailableInTierException",
    `The following features need to be disabled for the ${tier} pricing tier configured: ${features.join(", ")}`,
  );
}
