import type { Cognito } from "../cognito.ts";
import type { Channel } from "../messages/code-delivery.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import type { MfaType } from "./preferences.ts";

/** What asks for the code of a message: a second factor, or a first one that stands for the password. */
export type MessageChallenge = Exclude<MfaType, "SOFTWARE_TOKEN_MFA"> | "SMS_OTP";

/** What a sign-in asks for after its first factor. */
export interface MfaDemand {
  /** The user is asked for the one, or which of several; if there is none, to set one up. */
  choices: MfaType[];
  /** What the user can set up. */
  canSetUp: MfaType[];
}

/** Whether the user can be asked for the factor at all, whatever the pool and the user have chosen. */
export function hasFactor(cognito: Cognito, user: User, type: MfaType): boolean {
  if (type === "SOFTWARE_TOKEN_MFA") return cognito.mfa.softwareTokens.find(user) !== undefined;
  return channelOf(user, type) !== undefined;
}

/** Where the code of a message factor goes. The address need not be verified: the code that comes back verifies it. */
export function channelOf(user: User, type: MessageChallenge): Channel | undefined {
  const attribute = type === "EMAIL_OTP" ? "email" : "phone_number";
  const destination = user.attributes[attribute];
  return destination ? { attribute, destination } : undefined;
}

/** @returns undefined for a sign-in that needs no second factor. */
export function mfaDemandOf(cognito: Cognito, pool: UserPool, user: User): MfaDemand | undefined {
  const configuration = pool.settings.MfaConfiguration ?? "OFF";
  if (configuration === "OFF") return undefined;
  const canSetUp = cognito.mfa.pools.factorsOf(pool);
  const { enabled, preferred, legacyOptions } = cognito.mfa.preferences.of(user);
  // An authenticator app that was verified works on when the pool no longer offers it.
  const usable = (type: MfaType) => (type === "SOFTWARE_TOKEN_MFA" || canSetUp.includes(type)) && hasFactor(cognito, user, type);
  if (preferred && usable(preferred)) return { choices: [preferred], canSetUp };
  const chosen = enabled.filter(usable);
  if (chosen.length > 0) return { choices: chosen, canSetUp };
  if (configuration === "ON") return { choices: mfaTypes.filter(usable), canSetUp };
  return legacyOptions.length > 0 && usable("SMS_MFA") ? { choices: ["SMS_MFA"], canSetUp } : undefined;
}

/** Where the codes of the user's preferred factor go, if it is one that comes by message and the pool asks for it. */
export function secondFactorAttributeOf(cognito: Cognito, pool: UserPool, user: User): Channel["attribute"] | undefined {
  const { preferred } = cognito.mfa.preferences.of(user);
  if (!preferred || preferred === "SOFTWARE_TOKEN_MFA" || !cognito.mfa.pools.factorsOf(pool).includes(preferred))
    return undefined;
  return channelOf(user, preferred)?.attribute;
}

/** All second factors, in the order in which Cognito lists them. */
export const mfaTypes = ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"] as const satisfies readonly MfaType[];
