import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword } from "../errors.ts";
import { messageCodeChallenge } from "../mfa/message-code-challenge.ts";
import { webAuthnChallenge } from "../passkeys/web-authn-challenge.ts";
import type { User } from "../users/users.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import type { SignInAttempt } from "./attempt.ts";
import { simulatedCodeChallenge } from "./first-factor-code.ts";
import type { FirstFactor } from "./first-factors.ts";
import { checkSignInPassword } from "./lockout.ts";
import { passwordVerifierChallenge } from "./password-verifier-challenge.ts";
import { requiredPublicKey } from "./srp-flow.ts";
import { checkStatus } from "./user-to-sign-in.ts";

/**
 * Goes on with the first factor that was chosen: with what the same call gives for it, or by asking for that.
 * @param user undefined for nobody, which the client must not learn
 */
export async function firstFactorChallenge(
  attempt: SignInAttempt,
  user: User | undefined,
  factor: FirstFactor,
  parameters: Record<string, string>,
): Promise<InitiateAuthResponse> {
  switch (factor) {
    case "PASSWORD":
      if (!parameters.PASSWORD) return askFor(attempt, user, factor);
      return signInByChosenPassword(attempt, user, parameters.PASSWORD);
    case "PASSWORD_SRP": {
      if (!parameters.SRP_A) return askFor(attempt, user, factor);
      const clientPublicKey = requiredPublicKey(parameters);
      return passwordVerifierChallenge(attempt, user, { clientPublicKey, withSession: true });
    }
    case "WEB_AUTHN":
      if (!user) throw incorrectPassword();
      checkStatus(attempt, user);
      return webAuthnChallenge(attempt, user);
    default:
      // Whatever the status: the code confirms a sign-up, and stands for a password that was never set or is to be reset.
      if (!user?.enabled) return simulatedCodeChallenge(attempt, factor);
      return messageCodeChallenge(attempt, user, factor);
  }
}

/** Asks for what the factor needs in another call, whose challenge has the name of the factor. */
function askFor(
  { cognito, caller, username, deviceKey }: SignInAttempt,
  user: User | undefined,
  challenge: FirstFactor,
): InitiateAuthResponse {
  const Session = cognito.sessions.open(caller.client, { user, username, challenge, state: { deviceKey } });
  return { ChallengeName: challenge, Session, ChallengeParameters: {} };
}

async function signInByChosenPassword(
  attempt: SignInAttempt,
  user: User | undefined,
  password: string,
): Promise<InitiateAuthResponse> {
  if (!user) throw incorrectPassword();
  checkStatus(attempt, user);
  return afterFirstFactor(attempt, await checkSignInPassword(attempt.cognito, attempt.pool, user, password));
}
