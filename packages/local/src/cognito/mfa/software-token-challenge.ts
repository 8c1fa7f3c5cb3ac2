import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import { afterSecondFactor } from "../sign-in/after-second-factor.ts";
import { required, type SignInAttempt } from "../sign-in/attempt.ts";
import type { AnswerChallenge } from "../sign-in/challenges.ts";
import type { User } from "../users/users.ts";
import { openChallenge, openedChallenge } from "./open-challenge.ts";

/** Asks for a code of the user's authenticator app. */
export function softwareTokenChallenge(attempt: SignInAttempt, user: User): InitiateAuthResponse {
  const token = attempt.cognito.mfa.softwareTokens.find(user);
  return openChallenge(attempt, user, "SOFTWARE_TOKEN_MFA", { FRIENDLY_DEVICE_NAME: token?.friendlyName });
}

/** Takes the code of an authenticator app. A wrong or used one leaves the session open for another try. */
export const answerSoftwareToken: AnswerChallenge = async (given, { session, responses }) => {
  const code = required(responses, "SOFTWARE_TOKEN_MFA_CODE");
  const { attempt, user } = openedChallenge(given, session, "SOFTWARE_TOKEN_MFA");
  const { mfa, sessions, store } = attempt.cognito;
  mfa.failures.check(user);
  switch (mfa.softwareTokens.redeem(user, code)) {
    case "used":
      throw new AwsError("ExpiredCodeException", "Your software token has already been used once.");
    case "wrong":
      mfa.failures.add(user);
      throw new AwsError("CodeMismatchException", "Invalid code received for user");
    default:
      store.write(() => {
        sessions.close(session);
        mfa.failures.clear(user);
      });
      return afterSecondFactor(attempt, user, "TokenGeneration_Authentication");
  }
};
