import { invalidParameter, notAuthorized } from "../errors.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";

/**
 * The user whose challenge a call answers, and what the challenge remembers. The session stays open: `sessions.close` settles it.
 * @throws InvalidParameterException without a session, NotAuthorizedException for one that is over or another user's
 */
export function challengedUser(
  { cognito, pool, caller, username }: SignInAttempt,
  session: string,
  challenge: string,
): { user: User; state: Record<string, unknown> } {
  if (!session) throw invalidParameter("Missing required parameter Session");
  const { user, state } = cognito.sessions.take(session, caller.client, challenge);
  if (!user || cognito.users.find(pool, username)?.id !== user.id) throw notAuthorized("Invalid session for the user.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return { user, state };
}
