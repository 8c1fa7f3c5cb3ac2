import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { afterSecondFactor } from "../sign-in/after-second-factor.ts";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import type { User } from "../users/users.ts";
import { openChallenge, openedChallenge } from "./open-challenge.ts";
import type { MfaType } from "./preferences.ts";
import { noSoftwareToken } from "./software-token-errors.ts";

/** Asks a user who must have a second factor, and has none, to set one up. */
export function mfaSetupChallenge(attempt: SignInAttempt, user: User, canSetUp: MfaType[]): InitiateAuthResponse {
  return openChallenge(attempt, user, "MFA_SETUP", { MFAS_CAN_SETUP: JSON.stringify(canSetUp) });
}

/**
 * Ends the set-up of an authenticator app, with the session that VerifySoftwareToken gave: the app is the user's second factor
 * from now on.
 */
export const answerMfaSetup: AnswerChallenge = async (given, { session }) => {
  const { attempt, user, state } = openedChallenge(given, session, "MFA_SETUP");
  if (!state.verified) throw noSoftwareToken();
  const { mfa, sessions, store } = attempt.cognito;
  const { enabled, preferred = "SOFTWARE_TOKEN_MFA" } = mfa.preferences.of(user);
  store.write(() => {
    sessions.close(session);
    mfa.preferences.set(user, { enabled: [...new Set<MfaType>([...enabled, "SOFTWARE_TOKEN_MFA"])], preferred });
  });
  return afterSecondFactor(attempt, user, "TokenGeneration_Authentication");
};
