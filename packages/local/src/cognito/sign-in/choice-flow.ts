import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import { confirmedSignUp } from "../users/sign-up-session.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { challengedName, challengedUser, resume } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { firstFactorChallenge } from "./first-factor-challenge.ts";
import { type FirstFactor, firstFactorsOf } from "./first-factors.ts";
import { signInByPassword } from "./password-flow.ts";
import { checkStatus, userToSignIn } from "./user-to-sign-in.ts";

const challenge = "SELECT_CHALLENGE";

/**
 * Signs in by what the user chooses: the challenge that the client prefers, if it is one that the user can meet, or the choice.
 * @param session of ConfirmSignUp, whose code was the first factor
 * @throws InvalidParameterException, NotAuthorizedException, UserNotFoundException and what the chosen way throws
 */
export async function signInByChoice(
  attempt: SignInAttempt,
  parameters: Record<string, string>,
  session: string | undefined,
): Promise<InitiateAuthResponse> {
  const preferred = parameters.PREFERRED_CHALLENGE;
  if (session) return signInAfterSignUp(attempt, session);
  // With its password in the same call this is the sign-in by password, users who come from elsewhere included.
  if (preferred === "PASSWORD" && parameters.PASSWORD) return signInByPassword(attempt, parameters);
  const user = await userToSignIn(attempt);
  const factors = firstFactorsOf(attempt, user);
  const chosen = factors.find((factor) => factor === preferred);
  if (chosen) return firstFactorChallenge(attempt, user, chosen, parameters);
  const { cognito, caller, username, deviceKey } = attempt;
  return {
    ChallengeName: challenge,
    AvailableChallenges: factors,
    Session: cognito.sessions.open(caller.client, { user, username, challenge, state: { deviceKey } }),
    ChallengeParameters: {},
  };
}

/** The code that confirmed the sign-up was the first factor. */
async function signInAfterSignUp(attempt: SignInAttempt, session: string): Promise<InitiateAuthResponse> {
  await userToSignIn(attempt);
  const { user } = challengedUser(attempt, session, confirmedSignUp);
  attempt.cognito.sessions.close(session);
  checkStatus(attempt, user);
  return afterFirstFactor(attempt, user);
}

/** Goes on with the challenge that is chosen, and with what the same call answers to it. */
export const answerSelectChallenge: AnswerChallenge = async (attempt, { session, responses }) => {
  const answer = required(responses, "ANSWER");
  const waiting = challengedName(attempt, session, challenge);
  const { user } = waiting;
  const chosen = firstFactorsOf(attempt, user).find((factor) => factor === answer);
  if (!chosen) throw invalidParameter(`${answer} is not available for the user.`);
  attempt.cognito.sessions.close(session);
  return firstFactorChallenge(resume(attempt, waiting), user, chosen, responses);
};

/** Takes what one of the password's challenges was still lacking. */
export function answerFirstFactor(factor: FirstFactor, parameter: "PASSWORD" | "SRP_A"): AnswerChallenge {
  return async (attempt, { session, responses }) => {
    required(responses, parameter);
    const waiting = challengedName(attempt, session, factor);
    attempt.cognito.sessions.close(session);
    return firstFactorChallenge(resume(attempt, waiting), waiting.user, factor, responses);
  };
}
