import type { AuthFactorType, GetUserAuthFactorsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { User } from "../users/users.ts";
import { describeMfa } from "./describe-mfa.ts";

/** What a user can sign in with, whether the pool lets it or not, and the second factors that the user has chosen. */
export function describeAuthFactors(cognito: Cognito, user: User): GetUserAuthFactorsResponse {
  const { PreferredMfaSetting, UserMFASettingList } = describeMfa(cognito, user);
  const factors: AuthFactorType[] = [];
  if (user.password) factors.push("PASSWORD");
  if (user.attributes.email && user.attributes.email_verified === "true") factors.push("EMAIL_OTP");
  if (user.attributes.phone_number && user.attributes.phone_number_verified === "true") factors.push("SMS_OTP");
  if (cognito.mfa.softwareTokens.find(user)) factors.push("SOFTWARE_TOKEN");
  if (cognito.passkeys.list(user, "", 1).length > 0) factors.push("WEB_AUTHN");
  return { Username: user.username, PreferredMfaSetting, UserMFASettingList, ConfiguredUserAuthFactors: factors };
}
