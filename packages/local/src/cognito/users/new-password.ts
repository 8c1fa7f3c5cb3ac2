import { setImmediate } from "node:timers/promises";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { historySizeOf } from "./former-passwords.ts";
import { checkPassword, isPassword, type KeptPassword, keepPassword } from "./passwords.ts";
import type { User } from "./users.ts";

/**
 * Checks the password that a user is about to have for good, by the pool's policy and by its history. Other requests are served in
 * between, so look at the user again before it is stored.
 * @returns what is kept of it
 * @throws InvalidPasswordException, PasswordHistoryPolicyViolationException
 */
export async function newPasswordFor(cognito: Cognito, pool: UserPool, user: User, password: string): Promise<KeptPassword> {
  checkPassword(pool, password);
  await checkHistory(cognito, pool, user, password);
  return keepPassword(pool, user.username, password);
}

/**
 * Checks the password that an administrator hands to a user for the time being, which the history does not concern.
 * @returns what is kept of it
 * @throws InvalidPasswordException
 */
export function temporaryPasswordFor(pool: UserPool, user: User, password: string): KeptPassword {
  checkPassword(pool, password);
  return keepPassword(pool, user.username, password);
}

async function checkHistory(cognito: Cognito, pool: UserPool, user: User, password: string): Promise<void> {
  const size = historySizeOf(pool);
  if (size === 0) return;
  const current = user.password && user.status !== "FORCE_CHANGE_PASSWORD" ? [user.password] : [];
  for (const kept of [...current, ...cognito.users.formerPasswords(user, size - 1)]) {
    if (isPassword(pool, user.username, kept, password)) {
      throw new AwsError("PasswordHistoryPolicyViolationException", "Password has previously been used.");
    }
    // Each takes up to 1 ms, and there may be twenty-four.
    await setImmediate();
  }
}
