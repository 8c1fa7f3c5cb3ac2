import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { newPasswordChallenge } from "./new-password-challenge.ts";

/**
 * Goes on with a user whose first factor was right: a password of their own if an administrator gave the one that was used, then
 * the tokens.
 */
export async function afterFirstFactor(
  attempt: SignInAttempt,
  user: User,
  source: TokenGenerationSource = "TokenGeneration_Authentication",
): Promise<InitiateAuthResponse> {
  if (user.status === "FORCE_CHANGE_PASSWORD") return newPasswordChallenge(attempt, user);
  return completeSignIn(attempt, user, source);
}
