import { mfaDemandOf } from "../mfa/factors.ts";
import { allowsPasskeys } from "../passkeys/relying-party.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";

/** How a choice-based sign-in can begin, under the names of `AvailableChallenges`. */
export type FirstFactor = "PASSWORD" | "PASSWORD_SRP" | "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN";

/**
 * The first factors that a user can choose from: what the pool allows and the user has.
 * @param user undefined for nobody, who seems to have all of them
 */
export function firstFactorsOf({ cognito, pool }: SignInAttempt, user: User | undefined): FirstFactor[] {
  const allowed: readonly string[] = pool.settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"];
  const factors: FirstFactor[] = [];
  if (allowed.includes("PASSWORD") && (!user || user.password)) factors.push("PASSWORD", "PASSWORD_SRP");
  // Neither a code nor a passkey is a first factor for who would be asked for a second.
  if (user && mfaDemandOf(cognito, pool, user)) return factors;
  // The address need not be verified: the code that comes back verifies it.
  if (allowed.includes("EMAIL_OTP") && (!user || user.attributes.email)) factors.push("EMAIL_OTP");
  if (allowed.includes("SMS_OTP") && (!user || user.attributes.phone_number)) factors.push("SMS_OTP");
  if (user && allowsPasskeys(pool) && cognito.passkeys.list(user, "", 1).length > 0) factors.push("WEB_AUTHN");
  return factors;
}
