import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { invalidParameter } from "../errors.ts";
import type { User } from "../users/users.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { challengedName, resume } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { firstFactorChallenge } from "./first-factor-challenge.ts";
import { type FirstFactor, firstFactorsOf } from "./first-factors.ts";
import { signInByPassword } from "./password-flow.ts";
import { userToSignIn } from "./user-to-sign-in.ts";

const challenge = "SELECT_CHALLENGE";

/**
 * Signs in by what the user chooses: the challenge that the client prefers, if it is one that the user can meet, or the choice.
 * @throws InvalidParameterException, NotAuthorizedException, UserNotFoundException and what the chosen way throws
 */
export async function signInByChoice(attempt: SignInAttempt, parameters: Record<string, string>): Promise<InitiateAuthResponse> {
  const preferred = parameters.PREFERRED_CHALLENGE;
  // With its password in the same call this is the sign-in by password, users who come from elsewhere included.
  if (preferred === "PASSWORD" && parameters.PASSWORD) return signInByPassword(attempt, parameters);
  const user = await userToSignIn(attempt);
  const chosen = firstFactorsOf(attempt, user).find((factor) => factor === preferred);
  return chosen ? firstFactorChallenge(attempt, user, chosen, parameters) : selectChallenge(attempt, user);
}

/** Has the user choose between the first factors. */
export function selectChallenge(attempt: SignInAttempt, user: User | undefined): InitiateAuthResponse {
  const { cognito, caller, username, deviceKey } = attempt;
  return {
    ChallengeName: challenge,
    AvailableChallenges: firstFactorsOf(attempt, user),
    Session: cognito.sessions.open(caller.client, { user, username, challenge, state: { deviceKey } }),
    ChallengeParameters: {},
  };
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

/** Takes what a password's challenge needs: instead of a choice, or where that was still lacking. */
export function answerFirstFactor(factor: FirstFactor, parameter: "PASSWORD" | "SRP_A"): AnswerChallenge {
  return async (attempt, { session, responses }) => {
    required(responses, parameter);
    const { cognito, caller } = attempt;
    const chosen = cognito.sessions.find(session, caller.client, factor) !== undefined;
    const waiting = challengedName(attempt, session, chosen ? factor : challenge);
    cognito.sessions.close(session);
    return firstFactorChallenge(resume(attempt, waiting), waiting.user, factor, responses);
  };
}
