import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { confirmedSignUp } from "../users/sign-up-session.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import type { SignInAttempt } from "./attempt.ts";
import { challengedUser } from "./challenged-user.ts";
import { selectChallenge } from "./choice-flow.ts";
import { firstFactorsOf } from "./first-factors.ts";
import { checkStatus, userToSignIn } from "./user-to-sign-in.ts";

/**
 * Signs a new user in by the session of ConfirmSignUp, whose code was the first factor: a preferred challenge is ignored. A user who
 * could not sign in by such a code chooses another way.
 * @throws NotAuthorizedException if the session is used up, too old or another user's
 */
export async function signInAfterSignUp(attempt: SignInAttempt, session: string): Promise<InitiateAuthResponse> {
  challengedUser(attempt, session, confirmedSignUp);
  await userToSignIn(attempt);
  // As of now: the function took its time, and another call may have used the session up.
  const { user } = challengedUser(attempt, session, confirmedSignUp);
  attempt.cognito.sessions.close(session);
  checkStatus(attempt, user);
  const takesCodes = firstFactorsOf(attempt, user).some((factor) => factor === "EMAIL_OTP" || factor === "SMS_OTP");
  return takesCodes ? afterFirstFactor(attempt, user) : selectChallenge(attempt, user);
}
