import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import { challengedUser, resume } from "../sign-in/challenged-user.ts";
import type { User } from "../users/users.ts";
import type { MessageChallenge } from "./factors.ts";
import type { MfaType } from "./preferences.ts";

/** The challenges of multi-factor authentication. */
export type MfaChallengeName = MfaType | MessageChallenge | "SELECT_MFA_TYPE" | "MFA_SETUP";

/** Opens the session of a challenge. The device is kept with it, as not every client names it again. */
export function openChallenge(
  { cognito, caller, username, deviceKey }: SignInAttempt,
  user: User,
  challenge: MfaChallengeName,
  parameters: Record<string, string | undefined>,
  state: Record<string, unknown> = {},
): InitiateAuthResponse {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ChallengeName: challenge,
    Session: cognito.sessions.open(caller.client, { user, username, challenge, state: { ...state, deviceKey } }),
    ChallengeParameters: { ...Object.fromEntries(given), USER_ID_FOR_SRP: user.username },
  };
}

/** What a call answers: the attempt that was begun, the user, and what the challenge remembers. */
export function openedChallenge(attempt: SignInAttempt, session: string, challenge: MfaChallengeName) {
  const waiting = challengedUser(attempt, session, challenge);
  return { attempt: resume(attempt, waiting), user: waiting.user, state: waiting.state };
}
