import type { UserPoolType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { passwordPolicyOf, tierOf, type UserPool, type UserPoolSettings } from "./user-pools.ts";

/** The pool as DescribeUserPool shows it: what was set, and Cognito's defaults for what it fills in. */
export function describeUserPool(cognito: Cognito, pool: UserPool): UserPoolType {
  const { settings } = pool;
  const passwordPolicy = passwordPolicyOf(pool);
  return {
    ...settings,
    ...verificationMessagesOf(settings),
    Id: pool.id,
    Name: pool.name,
    Arn: pool.arn,
    Policies: {
      ...(tierOf(settings) !== "LITE" && { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } }),
      ...settings.Policies,
      PasswordPolicy: { ...settings.Policies?.PasswordPolicy, ...passwordPolicy },
    },
    DeletionProtection: settings.DeletionProtection ?? "INACTIVE",
    LambdaConfig: lambdaConfigOf(settings),
    SchemaAttributes: [...pool.schema.values()],
    MfaConfiguration: settings.MfaConfiguration ?? "OFF",
    EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT", ...settings.EmailConfiguration },
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: false,
      ...settings.AdminCreateUserConfig,
      UnusedAccountValidityDays: passwordPolicy.TemporaryPasswordValidityDays,
    },
    UserPoolTags: settings.UserPoolTags ?? {},
    UserPoolTier: tierOf(settings),
    EstimatedNumberOfUsers: cognito.userPools.size(pool.id),
    CreationDate: new Date(pool.createdAt),
    LastModifiedDate: new Date(pool.modifiedAt),
    ...cognito.domains.namesOf(pool.id),
  };
}

/** The triggers of a pool as they are shown: the function before token generation under both of its names. */
export function lambdaConfigOf({ LambdaConfig = {} }: UserPoolSettings): NonNullable<UserPoolSettings["LambdaConfig"]> {
  const { PreTokenGeneration, PreTokenGenerationConfig } = LambdaConfig;
  if (PreTokenGenerationConfig) return { ...LambdaConfig, PreTokenGeneration: PreTokenGenerationConfig.LambdaArn };
  if (!PreTokenGeneration) return LambdaConfig;
  return { ...LambdaConfig, PreTokenGenerationConfig: { LambdaVersion: "V1_0", LambdaArn: PreTokenGeneration } };
}

/** The members from before there was a template, and the template, each filled from the other. */
function verificationMessagesOf(settings: UserPoolSettings): Partial<UserPoolType> {
  const template = settings.VerificationMessageTemplate;
  const sms = template?.SmsMessage ?? settings.SmsVerificationMessage;
  const email = template?.EmailMessage ?? settings.EmailVerificationMessage;
  const subject = template?.EmailSubject ?? settings.EmailVerificationSubject;
  return {
    ...(sms !== undefined && { SmsVerificationMessage: sms }),
    ...(email !== undefined && { EmailVerificationMessage: email }),
    ...(subject !== undefined && { EmailVerificationSubject: subject }),
    VerificationMessageTemplate: {
      DefaultEmailOption: "CONFIRM_WITH_CODE",
      ...template,
      ...(sms !== undefined && { SmsMessage: sms }),
      ...(email !== undefined && { EmailMessage: email }),
      ...(subject !== undefined && { EmailSubject: subject }),
    },
  };
}
