import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "./users.ts";

/** Removes a user with all that is kept of one; the sub is never another's. */
export function deleteUser(cognito: Cognito, pool: UserPool, user: User): void {
  cognito.store.write(() => {
    cognito.users.delete(pool, user);
    cognito.journal.record("user.deleted", { sub: user.sub }, { userPoolId: pool.id });
  });
}
