import type { CreateUserPoolRequest } from "@aws-sdk/client-cognito-identity-provider";

/** What a pool can name as a trigger without one that exists. */
export const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:f";
/** A custom sender as a pool names one. */
export const sender = { LambdaVersion: "V1_0", LambdaArn: functionArn } as const;

/** Every member that a pool is created with. */
export const everySetting: Required<CreateUserPoolRequest> = {
  PoolName: "everything",
  Policies: {
    PasswordPolicy: {
      MinimumLength: 12,
      RequireUppercase: true,
      RequireLowercase: false,
      RequireNumbers: true,
      RequireSymbols: false,
      PasswordHistorySize: 4,
      TemporaryPasswordValidityDays: 3,
    },
    SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] },
  },
  DeletionProtection: "ACTIVE",
  LambdaConfig: {
    PreSignUp: functionArn,
    CustomMessage: functionArn,
    PostConfirmation: functionArn,
    PreAuthentication: functionArn,
    PostAuthentication: functionArn,
    DefineAuthChallenge: functionArn,
    CreateAuthChallenge: functionArn,
    VerifyAuthChallengeResponse: functionArn,
    PreTokenGeneration: functionArn,
    UserMigration: functionArn,
    PreTokenGenerationConfig: { LambdaVersion: "V3_0", LambdaArn: functionArn },
    CustomSMSSender: sender,
    CustomEmailSender: sender,
    KMSKeyID: "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    InboundFederation: sender,
  },
  AutoVerifiedAttributes: ["email", "phone_number"],
  AliasAttributes: ["email", "preferred_username"],
  UsernameAttributes: [],
  SmsVerificationMessage: "Your code is {####}.",
  EmailVerificationMessage: "Your code is {####}!",
  EmailVerificationSubject: "A code",
  VerificationMessageTemplate: {
    SmsMessage: "Your code is {####}.",
    EmailMessage: "Your code is {####}!",
    EmailSubject: "A code",
    EmailMessageByLink: "Follow {##this##}",
    EmailSubjectByLink: "A link",
    DefaultEmailOption: "CONFIRM_WITH_LINK",
  },
  SmsAuthenticationMessage: "Sign in with {####}.",
  MfaConfiguration: "OPTIONAL",
  UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
  DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
  EmailConfiguration: {
    SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com",
    ReplyToEmailAddress: "help@example.com",
    EmailSendingAccount: "DEVELOPER",
    From: "Example <no-reply@example.com>",
    ConfigurationSet: "mails",
  },
  SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x", SnsRegion: "us-east-1" },
  UserPoolTags: { team: "one" },
  AdminCreateUserConfig: {
    AllowAdminCreateUserOnly: true,
    InviteMessageTemplate: {
      SMSMessage: "{username} {####}",
      EmailMessage: "Hello {username}: {####}",
      EmailSubject: "Welcome",
    },
  },
  Schema: [
    { Name: "tier", AttributeDataType: "String", Mutable: true, StringAttributeConstraints: { MinLength: "1", MaxLength: "9" } },
  ],
  UserPoolAddOns: { AdvancedSecurityMode: "AUDIT", AdvancedSecurityAdditionalFlows: { CustomAuthMode: "AUDIT" } },
  UsernameConfiguration: { CaseSensitive: false },
  AccountRecoverySetting: {
    RecoveryMechanisms: [
      { Priority: 1, Name: "verified_email" },
      { Priority: 2, Name: "verified_phone_number" },
    ],
  },
  UserPoolTier: "PLUS",
  KeyConfiguration: {
    KeyType: "CUSTOMER_MANAGED_KEY",
    KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  },
  IssuerConfiguration: { Type: "UPDATED" },
  AcrConfiguration: { Level1: { AcrValue: "https://example.com/acr/one" } },
  DcrConfiguration: {
    EnableStatus: "Enabled",
    OpenDcrEnabled: false,
    AuthenticatedGrantTypes: ["code"],
    AllowedScopes: ["openid"],
  },
};
