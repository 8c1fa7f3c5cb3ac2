import type { SetUserMFAPreferenceRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { User } from "../users/users.ts";
import { hasFactor, mfaTypes } from "./factors.ts";
import type { MfaType } from "./preferences.ts";

/** What a request says of the second factors, those that it leaves out excepted. */
export type RequestedPreference = Pick<
  SetUserMFAPreferenceRequest,
  "SMSMfaSettings" | "EmailMfaSettings" | "SoftwareTokenMfaSettings"
>;

const members = {
  SMS_MFA: "SMSMfaSettings",
  EMAIL_OTP: "EmailMfaSettings",
  SOFTWARE_TOKEN_MFA: "SoftwareTokenMfaSettings",
} as const satisfies Record<MfaType, keyof RequestedPreference>;

/**
 * Turns a user's factors on and off and prefers one. What a request leaves out stays, and so does a factor that is turned on
 * twice.
 * @throws InvalidParameterException for a factor that the user has not, for two preferred ones and for a preferred one that is off
 */
export function setPreference(cognito: Cognito, user: User, request: RequestedPreference): void {
  const before = cognito.mfa.preferences.of(user);
  const enabled = mfaTypes.filter((type) => request[members[type]]?.Enabled ?? before.enabled.includes(type));
  for (const type of enabled) {
    if (!before.enabled.includes(type) && !hasFactor(cognito, user, type)) {
      throw invalidParameter(`User does not have delivery config set to turn on ${type}`);
    }
  }
  const [wanted, another] = mfaTypes.filter((type) => request[members[type]]?.PreferredMfa);
  if (another) throw invalidParameter("Only one MFA method can be preferred");
  if (wanted && !enabled.includes(wanted)) throw invalidParameter(`${wanted} must be enabled to be preferred`);
  const kept = before.preferred && request[members[before.preferred]]?.PreferredMfa !== false && before.preferred;
  const preferred = wanted ?? enabled.find((type) => type === kept);
  cognito.mfa.preferences.set(user, { enabled, preferred });
}
