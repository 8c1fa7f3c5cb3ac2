import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import { afterSecondFactor } from "../sign-in/after-second-factor.ts";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import { changeAttributes, checkChangedAttributes } from "../users/attributes.ts";
import type { User } from "../users/users.ts";
import { messageCodeChallenge } from "./message-code-challenge.ts";
import { openChallenge, openedChallenge } from "./open-challenge.ts";
import type { MfaType } from "./preferences.ts";
import { noSoftwareToken } from "./software-token-errors.ts";

/** Asks a user who must have a second factor, and has none, to set one up. */
export function mfaSetupChallenge(attempt: SignInAttempt, user: User, canSetUp: MfaType[]): InitiateAuthResponse {
  return openChallenge(attempt, user, "MFA_SETUP", { MFAS_CAN_SETUP: JSON.stringify(canSetUp) });
}

/**
 * Ends the set-up of an authenticator app, with the session that VerifySoftwareToken gave: the app is the user's second factor
 * from now on. A user who gives an `EMAIL` instead is sent a code there.
 */
export const answerMfaSetup: AnswerChallenge = async (given, { session, responses }) => {
  const { attempt, user, state } = openedChallenge(given, session, "MFA_SETUP");
  if (responses.EMAIL) return setUpEmail(attempt, user, session, responses.EMAIL);
  if (!state.verified) throw noSoftwareToken();
  const { mfa, sessions, store } = attempt.cognito;
  const { enabled, preferred = "SOFTWARE_TOKEN_MFA" } = mfa.preferences.of(user);
  store.write(() => {
    sessions.close(session);
    mfa.preferences.set(user, { enabled: [...new Set<MfaType>([...enabled, "SOFTWARE_TOKEN_MFA"])], preferred });
  });
  return afterSecondFactor(attempt, user, "TokenGeneration_Authentication");
};

async function setUpEmail(attempt: SignInAttempt, user: User, session: string, email: string): Promise<InitiateAuthResponse> {
  const { cognito, pool } = attempt;
  if (!cognito.mfa.pools.factorsOf(pool).includes("EMAIL_OTP")) {
    throw invalidParameter("Email MFA has not been enabled by the userPool");
  }
  checkChangedAttributes(pool.schema, { email });
  const changed = cognito.store.write(() => {
    cognito.sessions.close(session);
    return cognito.users.update(pool, user, { attributes: changeAttributes(user.attributes, { email }) });
  });
  return messageCodeChallenge(attempt, changed, "EMAIL_OTP");
}
