import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";

/** Ends every sign-in of a user: the refresh tokens at once, the access tokens for all operations of the user pools. */
export function signOutEverywhere(cognito: Cognito, pool: UserPool, user: User): void {
  cognito.store.write(() => {
    cognito.refreshTokens.revokeAll(user);
    cognito.journal.record("user.signed-out", { sub: user.sub }, { userPoolId: pool.id });
  });
}
