import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import { tokenLifeMs } from "../pools/token-validity.ts";
import type { User } from "../users/users.ts";
import { createOpaqueToken } from "./opaque-token.ts";

/** One sign-in, as its refresh tokens remember it. */
export interface SignIn {
  userId: number;
  /** Shared by all tokens of the sign-in, as is the id of the event. */
  originJti: string;
  eventId: string;
  /** Of the device that the user signed in with, if the pool tracks devices. */
  deviceKey: string | undefined;
  signedInAt: number;
}

/** Where a refresh token comes from. */
export type TokenOrigin = Pick<SignIn, "userId" | "originJti"> & { clientId: string };

// An access token lives a day at most, and may be made in the last moment of its refresh token.
const keptAfterExpiryMs = 86_400_000;

/** The sign-ins and their refresh tokens: opaque to everybody, kept as hashes. */
export class RefreshTokens {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Opens a sign-in. @param signedInAt if that was before now, at a hosted page */
  create(client: AppClient, user: User, deviceKey?: string, signedInAt?: number): { refreshToken: string; signIn: SignIn } {
    const refreshToken = createOpaqueToken();
    const now = this.#clock.now();
    const signIn = { userId: user.id, originJti: randomUUID(), eventId: randomUUID(), deviceKey, signedInAt: signedInAt ?? now };
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_refresh_token WHERE expires_at < ?").run(now - keptAfterExpiryMs);
      this.#store
        .sql(
          "INSERT INTO cognito_refresh_token (hash, user_id, client_id, origin_jti, signed_in_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(
          hashOf(refreshToken),
          user.id,
          client.id,
          signIn.originJti,
          signIn.signedInAt,
          now + tokenLifeMs(client, "RefreshToken"),
        );
      this.#store
        .sql("INSERT INTO cognito_sign_in (origin_jti, event_id, device_key) VALUES (?, ?, ?)")
        .run(signIn.originJti, signIn.eventId, deviceKey ?? null);
    });
    return { refreshToken, signIn };
  }

  /**
   * @throws NotAuthorizedException if it is not this client's, expired or revoked, RefreshTokenReuseException if another has taken
   *   its place for good
   */
  redeem(client: AppClient, token: string): SignIn {
    const row = this.#row(token);
    if (!row || row.client_id !== client.id) throw notAuthorized("Invalid Refresh Token");
    if (row.revoked_at !== null) throw notAuthorized("Refresh Token has been revoked");
    if (row.expires_at <= this.#clock.now()) throw notAuthorized("Refresh Token has expired");
    if (row.usable_until !== null && row.usable_until <= this.#clock.now()) {
      throw new AwsError("RefreshTokenReuseException", "Refresh Token has been invalidated by refresh token rotation");
    }
    return {
      userId: row.user_id,
      originJti: row.origin_jti,
      eventId: row.event_id ?? row.origin_jti,
      deviceKey: row.device_key ?? undefined,
      signedInAt: row.signed_in_at,
    };
  }

  /**
   * Gives another refresh token of the same sign-in, which ends when the first one would have.
   * @param token what it takes the place of, and which is good for `graceMs` more; using it again in that time adds none.
   */
  rotate({ originJti }: SignIn, token: string, graceMs: number): string {
    const refreshToken = createOpaqueToken();
    const insert = "INSERT INTO cognito_rotated_refresh_token (hash, origin_jti, usable_until) VALUES (?, ?, ?)";
    this.#store.write(() => {
      this.#store
        .sql(`${insert} ON CONFLICT (hash) DO UPDATE SET usable_until = coalesce(usable_until, excluded.usable_until)`)
        .run(hashOf(token), originJti, this.#clock.now() + graceMs);
      this.#store.sql(insert).run(hashOf(refreshToken), originJti, null);
    });
    return refreshToken;
  }

  /** The client and the sign-in that a refresh token is of; undefined if it is no token of ours. */
  originOf(token: string): TokenOrigin | undefined {
    const row = this.#row(token);
    return row && { clientId: row.client_id, userId: row.user_id, originJti: row.origin_jti };
  }

  /** True if the sign-in that a token comes from was ended. A token without an `origin_jti` has the id of the event. */
  isRevoked({ originJti, eventId }: { originJti: string | undefined; eventId: string }): boolean {
    const row =
      originJti === undefined
        ? this.#store
            .sql("SELECT revoked_at FROM cognito_sign_in JOIN cognito_refresh_token USING (origin_jti) WHERE event_id = ?")
            .get(eventId)
        : this.#store.sql("SELECT revoked_at FROM cognito_refresh_token WHERE origin_jti = ?").get(originJti);
    return row === undefined || row.revoked_at !== null;
  }

  /** Ends one sign-in: its refresh tokens and its access tokens. @returns false if it was ended before */
  revoke({ originJti }: Pick<TokenOrigin, "originJti">): boolean {
    return this.#store.write(() => {
      const { changes } = this.#store
        .sql("UPDATE cognito_refresh_token SET revoked_at = ? WHERE origin_jti = ? AND revoked_at IS NULL")
        .run(this.#clock.now(), originJti);
      return changes > 0;
    });
  }

  /** Ends every sign-in of a user. */
  revokeAll(user: User): void {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_refresh_token SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL")
        .run(this.#clock.now(), user.id),
    );
  }

  #row(token: string): Row | undefined {
    const hash = hashOf(token);
    const replaced = this.#store.sql("SELECT * FROM cognito_rotated_refresh_token WHERE hash = ?").get(hash);
    const row = replaced
      ? this.#store.sql(`${select} origin_jti = ?`).get(replaced.origin_jti as string)
      : this.#store.sql(`${select} hash = ?`).get(hash);
    return row && ({ ...row, usable_until: replaced?.usable_until ?? null } as unknown as Row);
  }
}

const select = "SELECT * FROM cognito_refresh_token LEFT JOIN cognito_sign_in USING (origin_jti) WHERE";

interface Row {
  user_id: number;
  client_id: string;
  origin_jti: string;
  event_id: string | null;
  device_key: string | null;
  signed_in_at: number;
  expires_at: number;
  revoked_at: number | null;
  usable_until: number | null;
}

function hashOf(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}
