import { invalidParameter, notAuthorized } from "../errors.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import { nameKey } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import type { SignInAttempt } from "./attempt.ts";
import type { Session } from "./sessions.ts";
import { simulatedUsername } from "./simulated-user.ts";
import { checkEnabled, userOf } from "./user-to-sign-in.ts";

/**
 * The user whose challenge a call answers, and what the challenge remembers. The session stays open: `sessions.close` settles it.
 * @throws InvalidParameterException without a session, NotAuthorizedException for one that is over or another user's
 */
export function challengedUser(attempt: SignInAttempt, session: string, challenge: string): Session & { user: User } {
  const { user, ...rest } = challengedName(attempt, session, challenge);
  if (!user) throw notAuthorized("Invalid session for the user.");
  checkEnabled(user);
  return { user, ...rest };
}

/** As `challengedUser`, for a challenge that a name which nobody has is given too. */
export function challengedName(attempt: SignInAttempt, session: string, challenge: string): Session {
  if (!session) throw invalidParameter("Missing required parameter Session");
  const waiting = attempt.cognito.sessions.take(session, attempt.caller.client, challenge);
  const { user, username } = waiting;
  const same = user ? userOf(attempt)?.id === user.id : isNameOfNobody(attempt, username);
  if (!same) throw notAuthorized("Invalid session for the user.");
  if (user && !hidesUserExistence(attempt.caller.client)) checkEnabled(user);
  return waiting;
}

/** True for the name that a simulated challenge was asked for, in whatever case it matters, and for what the challenge calls its user. */
function isNameOfNobody({ pool, username }: SignInAttempt, asked: string): boolean {
  const [given, ...names] = [username, asked, simulatedUsername(pool, asked)].map((name) => nameKey(pool, name));
  return names.some((name) => name === given);
}

/** The attempt as the sign-in goes on: with the name and the device of the call that started it, which not every client repeats. */
export function resume(attempt: SignInAttempt, { username, state }: Pick<Session, "username" | "state">): SignInAttempt {
  return { ...attempt, username, deviceKey: attempt.deviceKey ?? (state.deviceKey as string | undefined) };
}
