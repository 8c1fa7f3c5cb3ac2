import type { Store } from "../../store/store.ts";

/** The tables of the sign-ins that can be refreshed. Times are milliseconds by the clock. */
export function defineTokenTables(store: Store): void {
  store.define(`
    -- One row for each sign-in, found by the hash of its first refresh token.
    CREATE TABLE IF NOT EXISTS cognito_refresh_token (
      hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, client_id TEXT NOT NULL,
      origin_jti TEXT NOT NULL UNIQUE, signed_in_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_refresh_token_by_user ON cognito_refresh_token (user_id);
    CREATE INDEX IF NOT EXISTS cognito_refresh_token_by_expiry ON cognito_refresh_token (expires_at);

    -- What else all tokens of a sign-in say; one of an earlier version has no such row.
    CREATE TABLE IF NOT EXISTS cognito_sign_in (
      origin_jti TEXT PRIMARY KEY REFERENCES cognito_refresh_token (origin_jti) ON DELETE CASCADE,
      event_id TEXT NOT NULL UNIQUE, device_key TEXT
    ) STRICT, WITHOUT ROWID;

    -- The refresh tokens of sign-ins that rotate them: the current one has no end of its own, the replaced ones do.
    CREATE TABLE IF NOT EXISTS cognito_rotated_refresh_token (
      hash BLOB PRIMARY KEY, origin_jti TEXT NOT NULL REFERENCES cognito_refresh_token (origin_jti) ON DELETE CASCADE,
      usable_until INTEGER
    ) STRICT, WITHOUT ROWID;

    -- What a hosted page granted to a sign-in, JSON; one by the API has no such row.
    CREATE TABLE IF NOT EXISTS cognito_granted_scopes (
      origin_jti TEXT PRIMARY KEY REFERENCES cognito_refresh_token (origin_jti) ON DELETE CASCADE, scopes TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_rotated_refresh_token_by_sign_in ON cognito_rotated_refresh_token (origin_jti);
  `);
}
