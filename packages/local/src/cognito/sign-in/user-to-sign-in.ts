import { AwsError } from "../../endpoint/aws-error.ts";
import { incorrectPassword, notAuthorized, userNotFound } from "../errors.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { preAuthentication } from "../triggers/pre-authentication.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";

/** The user whom an attempt names. A sub is no name to sign in with, unless it is the username too. */
export function userOf({ cognito, pool, username }: SignInAttempt): User | undefined {
  const user = cognito.users.find(pool, username);
  return user?.sub === username && user.username !== username ? undefined : user;
}

/**
 * The user who starts a sign-in, after the pre authentication trigger.
 * @returns undefined for nobody, if the client must not learn so
 * @throws UserNotFoundException, NotAuthorizedException
 */
export async function userToSignIn(attempt: SignInAttempt): Promise<User | undefined> {
  const { cognito, pool, caller, username, validationData } = attempt;
  await preAuthentication(cognito, pool, caller, { username, user: userOf(attempt), validationData });
  // As of now: the function took its time, and may have changed the user.
  const user = userOf(attempt);
  if (!user && !hidesUserExistence(caller.client)) throw userNotFound();
  if (user && !hidesUserExistence(caller.client)) checkEnabled(user);
  return user;
}

/** @throws NotAuthorizedException */
export function checkEnabled({ enabled }: User): void {
  if (!enabled) throw notAuthorized("User is disabled.");
}

/**
 * Refuses a user whose status keeps them out. Cognito says so before it looks at the password; that the user is disabled it says
 * before only to a client that may know who exists.
 * @throws NotAuthorizedException, UserNotConfirmedException, PasswordResetRequiredException
 */
export function checkStatus({ caller }: SignInAttempt, user: User): void {
  if (!hidesUserExistence(caller.client)) checkEnabled(user);
  if (user.status === "UNCONFIRMED") throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") {
    // An import leaves no password, and Cognito then tells a user apart from nobody only where it may.
    if (!user.password && hidesUserExistence(caller.client)) throw incorrectPassword();
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
}
