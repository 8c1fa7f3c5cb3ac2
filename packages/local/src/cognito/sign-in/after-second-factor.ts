import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import { completeSignIn } from "./complete-sign-in.ts";

/** Goes on with a user who has met every factor that the sign-in asks for. */
export async function afterSecondFactor(
  attempt: SignInAttempt,
  user: User,
  source: TokenGenerationSource,
): Promise<InitiateAuthResponse> {
  return completeSignIn(attempt, user, source);
}
