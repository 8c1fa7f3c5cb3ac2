import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { mfaChallenge } from "../mfa/mfa-challenge.ts";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import { afterSecondFactor } from "./after-second-factor.ts";
import type { SignInAttempt } from "./attempt.ts";
import { newPasswordChallenge } from "./new-password-challenge.ts";

/**
 * Goes on with a user whose first factor was right: a password of their own if an administrator gave the one that was used, then
 * the second factor where the sign-in needs one, then the tokens.
 */
export async function afterFirstFactor(
  attempt: SignInAttempt,
  user: User,
  source: TokenGenerationSource = "TokenGeneration_Authentication",
): Promise<InitiateAuthResponse> {
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(attempt, user);
  return (await mfaChallenge(attempt, user)) ?? afterSecondFactor(attempt, user, source);
}
