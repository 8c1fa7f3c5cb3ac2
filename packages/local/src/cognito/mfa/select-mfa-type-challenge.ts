import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import { required, type SignInAttempt } from "../sign-in/attempt.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import type { User } from "../users/users.ts";
import { hasFactor } from "./factors.ts";
import { challengeOf } from "./mfa-challenge.ts";
import { openChallenge, openedChallenge } from "./open-challenge.ts";
import type { MfaType } from "./preferences.ts";

/** Asks a user with several factors and no preference which one it shall be. */
export function selectMfaTypeChallenge(attempt: SignInAttempt, user: User, choices: MfaType[]): InitiateAuthResponse {
  return openChallenge(attempt, user, "SELECT_MFA_TYPE", { MFAS_CAN_CHOOSE: JSON.stringify(choices) }, { choices });
}

/** Goes on with the challenge of the factor that is chosen. */
export const answerSelectMfaType: AnswerChallenge = async (given, { session, responses }) => {
  const chosen = required(responses, "ANSWER");
  const { attempt, user, state } = openedChallenge(given, session, "SELECT_MFA_TYPE");
  const type = (state.choices as MfaType[]).find((choice) => choice === chosen);
  // The number or the address that the code would go to may be gone by now.
  if (!type || !hasFactor(attempt.cognito, user, type)) throw invalidParameter("Invalid MFA type selected.");
  attempt.cognito.sessions.close(session);
  return challengeOf(attempt, user, type);
};
