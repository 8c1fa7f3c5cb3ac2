import type { UpdateUserPoolRequest, UserPoolType } from "@aws-sdk/client-cognito-identity-provider";

/** What `UpdateUserPool` sets, but for the pool and its triggers. */
export type PoolSettings = Omit<UpdateUserPoolRequest, "UserPoolId" | "LambdaConfig">;

/** What `DescribeUserPool` tells and `UpdateUserPool` does not take. All else is a setting, also one that a later SDK brings. */
const told: Readonly<Record<Exclude<keyof UserPoolType, keyof UpdateUserPoolRequest>, true>> = {
  Id: true,
  Arn: true,
  Name: true,
  Status: true,
  CreationDate: true,
  LastModifiedDate: true,
  EstimatedNumberOfUsers: true,
  SchemaAttributes: true,
  AliasAttributes: true,
  UsernameAttributes: true,
  UsernameConfiguration: true,
  SmsConfigurationFailure: true,
  EmailConfigurationFailure: true,
  Domain: true,
  CustomDomain: true,
};

/** All that `UpdateUserPool` can set, as the pool has it: what the request left out would go back to its default. */
export function settingsOf(pool: UserPoolType): PoolSettings {
  const { LambdaConfig: _, ...rest } = pool;
  const settings: PoolSettings = Object.fromEntries(Object.entries(rest).filter(([name]) => !Object.hasOwn(told, name)));
  if (pool.Name !== undefined) settings.PoolName = pool.Name;
  const { UnusedAccountValidityDays: __, ...adminCreateUser } = pool.AdminCreateUserConfig ?? {};
  // Cognito tells the same number under its old name and its new one, and refuses to be given both.
  if (pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays !== undefined && pool.AdminCreateUserConfig)
    settings.AdminCreateUserConfig = adminCreateUser;
  if (pool.UserPoolTags)
    // CloudFormation's own tags are told, and may not be given.
    settings.UserPoolTags = Object.fromEntries(Object.entries(pool.UserPoolTags).filter(([key]) => !key.startsWith("aws:")));
  return settings;
}
