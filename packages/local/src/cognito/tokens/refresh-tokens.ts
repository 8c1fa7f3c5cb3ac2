import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { tokenLifeMs } from "../pools/token-validity.ts";
import type { User } from "../users/users.ts";

/** One sign-in, as its refresh token remembers it. */
export interface SignIn {
  userId: number;
  /** Shared by all tokens of the sign-in. */
  originJti: string;
  signedInAt: number;
}

// An access token lives a day at most, and may be made in the last moment of its refresh token.
const keptAfterExpiryMs = 86_400_000;

/** The refresh tokens: opaque to everybody, kept as hashes. */
export class RefreshTokens {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  create(client: AppClient, user: User, originJti: string): string {
    const token = randomBytes(192).toString("base64url");
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_refresh_token WHERE expires_at < ?").run(now - keptAfterExpiryMs);
      this.#store
        .sql(
          "INSERT INTO cognito_refresh_token (hash, user_id, client_id, origin_jti, signed_in_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(hashOf(token), user.id, client.id, originJti, now, now + tokenLifeMs(client, "RefreshToken"));
    });
    return token;
  }

  /** @throws NotAuthorizedException if it is not this client's, expired or revoked. */
  redeem(client: AppClient, token: string): SignIn {
    const row = this.#store.sql("SELECT * FROM cognito_refresh_token WHERE hash = ?").get(hashOf(token));
    if (!row || row.client_id !== client.id) throw notAuthorized("Invalid Refresh Token");
    if (row.revoked_at !== null) throw notAuthorized("Refresh Token has been revoked");
    if ((row.expires_at as number) <= this.#clock.now()) throw notAuthorized("Refresh Token has expired");
    return {
      userId: row.user_id as number,
      originJti: row.origin_jti as string,
      signedInAt: row.signed_in_at as number,
    };
  }

  /** True if the sign-in that a token comes from was ended. */
  isRevoked(originJti: string): boolean {
    const row = this.#store.sql("SELECT revoked_at FROM cognito_refresh_token WHERE origin_jti = ?").get(originJti);
    return row === undefined || row.revoked_at !== null;
  }

  /** Ends every sign-in of a user. */
  revokeAll(user: User): void {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_refresh_token SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL")
        .run(this.#clock.now(), user.id),
    );
  }
}

function hashOf(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
