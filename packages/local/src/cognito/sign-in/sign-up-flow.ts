import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { confirmedSignUp } from "../users/sign-up-session.ts";
import { afterFirstFactor } from "./after-first-factor.ts";
import type { SignInAttempt } from "./attempt.ts";
import { challengedUser } from "./challenged-user.ts";
import { selectChallenge } from "./choice-flow.ts";
import { firstFactorsOf } from "./first-factors.ts";
import { checkStatus, userToSignIn } from "./user-to-sign-in.ts";

/**
 * Signs a new user in by the session of ConfirmSignUp, which names the user and whose code was the first factor: whatever else the
 * call says is ignored. A user who could not sign in by such a code chooses another way.
 * @throws NotAuthorizedException if the session is used up or too old
 */
export async function signInAfterSignUp(given: SignInAttempt, session: string): Promise<InitiateAuthResponse> {
  const { cognito, caller } = given;
  const { username } = cognito.sessions.take(session, caller.client, confirmedSignUp);
  const attempt = { ...given, username };
  await userToSignIn(attempt);
  const { user } = challengedUser(attempt, session, confirmedSignUp);
  cognito.sessions.close(session);
  checkStatus(attempt, user);
  const takesCodes = firstFactorsOf(attempt, user).some((factor) => factor === "EMAIL_OTP" || factor === "SMS_OTP");
  return takesCodes ? afterFirstFactor(attempt, user) : selectChallenge(attempt, user);
}
