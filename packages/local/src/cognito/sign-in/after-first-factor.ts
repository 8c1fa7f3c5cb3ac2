import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { deviceOf, standsForSecondFactor } from "../devices/known-device.ts";
import { mfaChallenge } from "../mfa/mfa-challenge.ts";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import { afterSecondFactor } from "./after-second-factor.ts";
import type { SignInAttempt } from "./attempt.ts";
import { newPasswordChallenge } from "./new-password-challenge.ts";
import { checkEnabled } from "./user-to-sign-in.ts";

/**
 * Goes on with a user whose first factor was right: a password of their own if an administrator gave the one that was used, then
 * the second factor where the sign-in needs one and no remembered device stands for it, then the tokens.
 */
export async function afterFirstFactor(
  attempt: SignInAttempt,
  user: User,
  source: TokenGenerationSource = "TokenGeneration_Authentication",
): Promise<InitiateAuthResponse> {
  checkEnabled(user);
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(attempt, user);
  const mfa = standsForSecondFactor(attempt.pool, deviceOf(attempt, user)) ? undefined : await mfaChallenge(attempt, user);
  return mfa ?? afterSecondFactor(attempt, user, source);
}
