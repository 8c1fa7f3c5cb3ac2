import type { Cognito } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { isPassword } from "../users/passwords.ts";
import type { User } from "../users/users.ts";

const freeFailures = 5;
const longestLockoutMs = 15 * 60_000;

/**
 * Checks the password of a sign-in. After five wrong ones in a row each further one locks the user out for twice as long, from one
 * second up to fifteen minutes; tries during a lockout do not count, and fifteen minutes without any clear it.
 * @throws NotAuthorizedException
 */
export function checkSignInPassword(cognito: Cognito, pool: UserPool, user: User, password: string): User {
  const now = cognito.clock.now();
  const sinceLastMs = now - (user.lastFailedSignInAt ?? 0);
  const failures = sinceLastMs >= longestLockoutMs ? 0 : user.failedSignIns;
  if (failures >= freeFailures && sinceLastMs < lockoutMs(failures)) throw notAuthorized("Password attempts exceeded");
  if (user.password && isPassword(pool, user.username, user.password, password)) {
    return user.failedSignIns === 0
      ? user
      : cognito.users.update(pool, user, { failedSignIns: 0, lastFailedSignInAt: undefined });
  }
  cognito.users.update(pool, user, { failedSignIns: failures + 1, lastFailedSignInAt: now });
  throw notAuthorized("Incorrect username or password.");
}

function lockoutMs(failures: number): number {
  return Math.min(2 ** (failures - freeFailures) * 1_000, longestLockoutMs);
}
