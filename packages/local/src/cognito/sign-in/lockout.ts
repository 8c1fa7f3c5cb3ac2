import type { Cognito } from "../cognito.ts";
import { incorrectPassword, notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { isPassword } from "../users/passwords.ts";
import type { User } from "../users/users.ts";
import { failuresOf, isLockedOut } from "./lockout-times.ts";

/**
 * Checks the password of a sign-in, with the failures counted.
 * @throws NotAuthorizedException
 */
export async function checkSignInPassword(cognito: Cognito, pool: UserPool, user: User, password: string): Promise<User> {
  const isRight = async () => user.password !== undefined && isPassword(pool, user.username, user.password, password);
  const checked = await countFailure(cognito, pool, user, isRight);
  if (!checked) throw incorrectPassword();
  return checked;
}

/**
 * Counts it if a user does not know the password, whatever the flow proves it by. After five failures in a row each further one
 * locks the user out for twice as long, from one second up to fifteen minutes; tries during a lockout do not count, and fifteen
 * minutes without any clear it.
 * @param isRight not asked during a lockout
 * @returns the user with the failures forgotten; undefined if the password is wrong
 * @throws NotAuthorizedException during a lockout
 */
export async function countFailure(
  cognito: Cognito,
  pool: UserPool,
  user: User,
  isRight: () => Promise<boolean>,
): Promise<User | undefined> {
  refuseLockedOut(cognito, user);
  const right = await isRight();
  // As of now: other tries may have ended meanwhile.
  const current = cognito.users.findBySub(pool, user.sub);
  if (!current) return undefined;
  refuseLockedOut(cognito, current);
  if (right) {
    if (current.failedSignIns === 0) return current;
    return cognito.users.update(pool, current, { failedSignIns: 0, lastFailedSignInAt: undefined });
  }
  const now = cognito.clock.now();
  cognito.users.update(pool, current, { failedSignIns: failuresOf(current, now) + 1, lastFailedSignInAt: now });
  return undefined;
}

function refuseLockedOut(cognito: Cognito, user: User): void {
  if (isLockedOut(user, cognito.clock.now())) throw notAuthorized("Password attempts exceeded");
}
