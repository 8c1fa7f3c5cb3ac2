import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { readClientPublicKey } from "../users/srp-server.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { passwordVerifierChallenge } from "./password-verifier-challenge.ts";
import { userToSignIn } from "./user-to-sign-in.ts";

/**
 * Signs in by SRP, which proves the password without sending it. Nobody comes over from elsewhere this way.
 * @throws InvalidParameterException, NotAuthorizedException, UserNotFoundException
 */
export async function signInBySrp(attempt: SignInAttempt, parameters: Record<string, string>): Promise<InitiateAuthResponse> {
  const clientPublicKey = requiredPublicKey(parameters);
  const user = await userToSignIn(attempt);
  return passwordVerifierChallenge(attempt, user, { clientPublicKey, withSession: false });
}

/** `SRP_A`. @throws InvalidParameterException if it is missing, or none that an exchange can go on with */
export function requiredPublicKey(parameters: Record<string, string>): string {
  const clientPublicKey = required(parameters, "SRP_A");
  readClientPublicKey(clientPublicKey);
  return clientPublicKey;
}
