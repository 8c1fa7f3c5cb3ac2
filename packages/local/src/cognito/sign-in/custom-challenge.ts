import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { incorrectPassword } from "../errors.ts";
import { check } from "../triggers/answer.ts";
import { createAuthChallenge } from "../triggers/create-auth-challenge.ts";
import type { ChallengeResult } from "../triggers/custom-sign-in.ts";
import { defineAuthChallenge } from "../triggers/define-auth-challenge.ts";
import { verifyAuthChallengeResponse } from "../triggers/verify-auth-challenge-response.ts";
import type { User } from "../users/users.ts";
import { afterSecondFactor } from "./after-second-factor.ts";
import { required, type SignInAttempt } from "./attempt.ts";
import { challengedName, resume } from "./challenged-user.ts";
import type { AnswerChallenge } from "./challenges.ts";
import { newPasswordChallenge, newPasswordRequired } from "./new-password-challenge.ts";
import { passwordVerifierChallenge } from "./password-verifier-challenge.ts";
import { simulatedUsername } from "./simulated-user.ts";
import { checkEnabled, checkStatus } from "./user-to-sign-in.ts";

const challenge = "CUSTOM_CHALLENGE";

/** How far a custom sign-in has come. */
export interface CustomProgress {
  /** undefined for a name that nobody has, which the functions are told and the client is not. */
  user: User | undefined;
  /** What was answered, the oldest first. */
  results: readonly ChallengeResult[];
  /** `SRP_A` of one that may ask for the password. */
  clientPublicKey: string | undefined;
}

/** Has the pool's functions say how a custom sign-in goes on. @throws NotAuthorizedException if that is not at all */
export async function nextCustomStep(attempt: SignInAttempt, progress: CustomProgress): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, username, clientMetadata } = attempt;
  const { user, results, clientPublicKey } = progress;
  const next = await defineAuthChallenge(cognito, pool, caller, { username, user, results, clientMetadata });
  if (next === "fail") throw incorrectPassword();
  if (next === "issue-tokens") {
    // The functions were told that there is nobody of this name.
    if (!user) throw incorrectPassword();
    checkEnabled(user);
    checkStatus(attempt, user);
    return afterSecondFactor(attempt, user, "TokenGeneration_Authentication");
  }
  switch (next.challengeName) {
    case challenge:
      return customChallenge(attempt, progress);
    case newPasswordRequired:
      check(user !== undefined && mayTakeNewPassword(user, results));
      return newPasswordChallenge(attempt, user, results);
    default:
      check(next.challengeName === "PASSWORD_VERIFIER" && clientPublicKey !== undefined);
      return passwordVerifierChallenge(attempt, user, { clientPublicKey, custom: results, withSession: true });
  }
}

/** Who has proven the password, and may not keep it. */
function mayTakeNewPassword({ status }: User, results: readonly ChallengeResult[]): boolean {
  const proven = results.some(({ challengeName }) => challengeName === "PASSWORD_VERIFIER");
  return proven && (status === "FORCE_CHANGE_PASSWORD" || status === "RESET_REQUIRED");
}

async function customChallenge(attempt: SignInAttempt, progress: CustomProgress): Promise<InitiateAuthResponse> {
  const { cognito, pool, caller, username, clientMetadata } = attempt;
  const { user, results, clientPublicKey } = progress;
  const created = await createAuthChallenge(cognito, pool, caller, { username, user, results, clientMetadata });
  const { publicParameters, privateParameters, metadata } = created;
  const { deviceKey } = attempt;
  const state: CustomState = { results, clientPublicKey, deviceKey, privateParameters, metadata };
  return {
    ChallengeName: challenge,
    Session: cognito.sessions.open(caller.client, { user, username, challenge, state: { ...state } }),
    ChallengeParameters: { USERNAME: user?.username ?? simulatedUsername(pool, username), ...publicParameters },
  };
}

interface CustomState extends Omit<CustomProgress, "user"> {
  deviceKey: string | undefined;
  privateParameters: Record<string, string>;
  metadata: string | null;
}

/** Takes the answer to a custom challenge. Right or wrong, the session is used up by it: another challenge has another. */
export const answerCustomChallenge: AnswerChallenge = async (attempt, { session, responses }) => {
  const { cognito, pool, caller, clientMetadata } = attempt;
  const answer = required(responses, "ANSWER");
  const waiting = challengedName(attempt, session, challenge);
  const { user, username } = waiting;
  const { results, clientPublicKey, privateParameters, metadata } = waiting.state as unknown as CustomState;
  const signIn = { username, user, results, clientMetadata };
  const challengeResult = await verifyAuthChallengeResponse(cognito, pool, caller, signIn, privateParameters, answer);
  cognito.sessions.close(session);
  const result = { challengeName: challenge, challengeResult, challengeMetadata: metadata };
  return nextCustomStep(resume(attempt, waiting), { user, results: [...results, result], clientPublicKey });
};
