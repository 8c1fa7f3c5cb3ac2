import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { SignInAttempt } from "./attempt.ts";
import { nextCustomStep } from "./custom-challenge.ts";
import { requiredPublicKey } from "./srp-flow.ts";
import { userToSignIn } from "./user-to-sign-in.ts";

/**
 * Signs in by the challenges that the pool's functions think of, after the password if the client begins with `SRP_A`.
 * @throws InvalidParameterException, NotAuthorizedException, UserNotFoundException
 */
export async function signInByCustomChallenges(
  attempt: SignInAttempt,
  parameters: Record<string, string>,
): Promise<InitiateAuthResponse> {
  const beginsWithPassword = parameters.CHALLENGE_NAME === "SRP_A";
  const clientPublicKey = beginsWithPassword ? requiredPublicKey(parameters) : undefined;
  const user = await userToSignIn(attempt);
  const begun = { challengeName: "SRP_A", challengeResult: true, challengeMetadata: null };
  return nextCustomStep(attempt, { user, results: beginsWithPassword ? [begun] : [], clientPublicKey });
}
