import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { deviceChallenge } from "../devices/device-challenges.ts";
import { deviceOf } from "../devices/known-device.ts";
import type { TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import { completeSignIn } from "./complete-sign-in.ts";

/** Goes on with a user who has met every factor that the sign-in asks for: a remembered device proves itself, then the tokens. */
export async function afterSecondFactor(
  attempt: SignInAttempt,
  user: User,
  source: TokenGenerationSource,
): Promise<InitiateAuthResponse> {
  const device = deviceOf(attempt, user);
  return device?.remembered ? deviceChallenge(attempt, user, device) : completeSignIn(attempt, user, source);
}
