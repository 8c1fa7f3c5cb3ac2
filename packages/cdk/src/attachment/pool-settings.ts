import type { UpdateUserPoolRequest, UserPoolType } from "@aws-sdk/client-cognito-identity-provider";

const kept = [
  ...(["Policies", "DeletionProtection", "AutoVerifiedAttributes", "UserAttributeUpdateSettings"] as const),
  ...(["SmsVerificationMessage", "EmailVerificationMessage", "EmailVerificationSubject"] as const),
  ...(["VerificationMessageTemplate", "SmsAuthenticationMessage", "MfaConfiguration", "DeviceConfiguration"] as const),
  ...(["EmailConfiguration", "SmsConfiguration", "UserPoolTags", "AdminCreateUserConfig", "UserPoolAddOns"] as const),
  ...(["AccountRecoverySetting", "UserPoolTier"] as const),
] satisfies (keyof UserPoolType & keyof UpdateUserPoolRequest)[];

/** All that `UpdateUserPool` can set, as the pool has it: what the request left out would go back to its default. */
export function settingsOf(pool: UserPoolType): Omit<UpdateUserPoolRequest, "UserPoolId" | "LambdaConfig"> {
  const settings: Omit<UpdateUserPoolRequest, "UserPoolId" | "LambdaConfig"> = Object.fromEntries(
    kept.flatMap((name) => (pool[name] === undefined ? [] : [[name, pool[name]]])),
  );
  if (pool.Name !== undefined) settings.PoolName = pool.Name;
  const { UnusedAccountValidityDays: _, ...adminCreateUser } = pool.AdminCreateUserConfig ?? {};
  // Cognito tells the same number under its old name and its new one, and refuses to be given both.
  if (pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined && pool.AdminCreateUserConfig)
    settings.AdminCreateUserConfig = adminCreateUser;
  if (pool.UserPoolTags)
    // CloudFormation's own tags are told, and may not be given.
    settings.UserPoolTags = Object.fromEntries(Object.entries(pool.UserPoolTags).filter(([key]) => !key.startsWith("aws:")));
  return settings;
}
