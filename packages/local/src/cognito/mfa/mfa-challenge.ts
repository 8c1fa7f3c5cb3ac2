import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { SignInAttempt } from "../sign-in/attempt.ts";
import type { User } from "../users/users.ts";
import { mfaDemandOf } from "./factors.ts";
import { messageCodeChallenge } from "./message-code-challenge.ts";
import { mfaSetupChallenge } from "./mfa-setup-challenge.ts";
import type { MfaType } from "./preferences.ts";
import { selectMfaTypeChallenge } from "./select-mfa-type-challenge.ts";
import { softwareTokenChallenge } from "./software-token-challenge.ts";

/** The challenge of the second factor. @returns undefined if the sign-in needs none. */
export async function mfaChallenge(attempt: SignInAttempt, user: User): Promise<InitiateAuthResponse | undefined> {
  const demand = mfaDemandOf(attempt.cognito, attempt.pool, user);
  if (!demand) return undefined;
  const [first, ...others] = demand.choices;
  if (!first) return mfaSetupChallenge(attempt, user, demand.canSetUp);
  return others.length > 0 ? selectMfaTypeChallenge(attempt, user, demand.choices) : challengeOf(attempt, user, first);
}

/** The challenge of one factor, which the user has. */
export async function challengeOf(attempt: SignInAttempt, user: User, type: MfaType): Promise<InitiateAuthResponse> {
  return type === "SOFTWARE_TOKEN_MFA" ? softwareTokenChallenge(attempt, user) : messageCodeChallenge(attempt, user, type);
}
