import type { Cognito } from "../cognito.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import type { TokenOrigin } from "./refresh-tokens.ts";

/** Ends every sign-in of a user: the refresh tokens at once, the access tokens for all operations of the user pools. */
export function signOutEverywhere(cognito: Cognito, pool: UserPool, user: User): void {
  cognito.store.write(() => {
    cognito.refreshTokens.revokeAll(user);
    cognito.journal.record("user.signed-out", { sub: user.sub }, { userPoolId: pool.id, everywhere: true });
  });
}

/** Ends one sign-in of a user at a client, with all the tokens of it. */
export function signOut(cognito: Cognito, client: AppClient, origin: TokenOrigin): void {
  cognito.store.write(() => {
    if (!cognito.refreshTokens.revoke(origin)) return;
    const { sub } = cognito.users.byId(origin.userId);
    cognito.journal.record("user.signed-out", { sub }, { userPoolId: client.userPoolId, everywhere: false });
  });
}
