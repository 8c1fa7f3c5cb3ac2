import type { UpdateUserPoolRequest, UserPoolType } from "@aws-sdk/client-cognito-identity-provider";

// What DescribeUserPool tells and UpdateUserPool does not take.
const told: readonly string[] = [
  "Id",
  "Arn",
  "Name",
  "Status",
  "CreationDate",
  "LastModifiedDate",
  "EstimatedNumberOfUsers",
  "SchemaAttributes",
  "AliasAttributes",
  "UsernameAttributes",
  "UsernameConfiguration",
  "SmsConfigurationFailure",
  "EmailConfigurationFailure",
  "Domain",
  "CustomDomain",
] satisfies (keyof UserPoolType)[];

/** A command that sets triggers and says all other settings again: UpdateUserPool puts back to the default what it is not given. */
export function updateCommand(pool: UserPoolType, triggers: UpdateUserPoolRequest["LambdaConfig"]): string {
  const settings = Object.fromEntries(Object.entries(pool).filter(([name]) => !told.includes(name)));
  const { UnusedAccountValidityDays: _, ...adminCreateUser } = pool.AdminCreateUserConfig ?? {};
  const tags = Object.entries(pool.UserPoolTags ?? {}).filter(([key]) => !key.startsWith("aws:"));
  const request: UpdateUserPoolRequest = {
    ...settings,
    UserPoolId: pool.Id,
    // Cognito tells the validity of temporary passwords twice and refuses to be given both.
    ...(pool.AdminCreateUserConfig && {
      AdminCreateUserConfig: pool.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays
        ? adminCreateUser
        : pool.AdminCreateUserConfig,
    }),
    ...(tags.length > 0 && { UserPoolTags: Object.fromEntries(tags) }),
    LambdaConfig: { ...pool.LambdaConfig, ...triggers },
  };
  return `aws cognito-idp update-user-pool --cli-input-json ${quoted(JSON.stringify(request))}`;
}

/** A word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
