import type { Cognito } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { allowsFlow } from "../pools/auth-flows.ts";
import type { User } from "./users.ts";

// What SignUp, ConfirmSignUp and a USER_AUTH sign-in hand on so that a new user is signed in by the code of the confirmation.
const signedUp = "signed-up";

/** The session that InitiateAuth takes for USER_AUTH from somebody who has just confirmed a sign-up: no further factor is asked. */
export const confirmedSignUp = "confirmed-sign-up";

/** The session of a SignUp; undefined where the client has no flow that could use it. */
export function openSignUp(cognito: Cognito, client: AppClient, user: User): string | undefined {
  if (!allowsFlow(client, "USER_AUTH")) return undefined;
  return cognito.sessions.open(client, { user, username: user.username, challenge: signedUp });
}

/** @throws NotAuthorizedException for a session of another user, client or call, and one that is used up or too old */
export function checkSignUpSession(cognito: Cognito, client: AppClient, user: User, session: string): void {
  if (cognito.sessions.take(session, client, signedUp).user?.id !== user.id) {
    throw notAuthorized("Invalid session for the user, session is expired.");
  }
}

/**
 * Ends the session of a SignUp, if the call has it, and opens one that signs in. Amplify sends none with ConfirmSignUp, and signs in by
 * the one that it gets.
 * @returns undefined where the client has no flow that could use it, and for a user who is gone by now
 */
export function confirmSession(cognito: Cognito, client: AppClient, user: User, session: string | undefined): string | undefined {
  const pool = cognito.userPools.find(user.userPoolId);
  if (!allowsFlow(client, "USER_AUTH") || !pool || !cognito.users.findBySub(pool, user.sub)) return undefined;
  return cognito.store.write(() => {
    if (session) cognito.sessions.close(session);
    return cognito.sessions.open(client, { user, username: user.username, challenge: confirmedSignUp });
  });
}
