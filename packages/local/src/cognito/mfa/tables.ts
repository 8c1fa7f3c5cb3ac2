import type { Store } from "../../store/store.ts";

/** The tables of multi-factor authentication. Times are milliseconds by the clock, lists JSON. */
export function defineMfaTables(store: Store): void {
  store.define(`
    -- What SetUserPoolMfaConfig said last; \`MfaConfiguration\` itself is the pool's.
    CREATE TABLE IF NOT EXISTS cognito_user_pool_mfa (
      user_pool_id TEXT PRIMARY KEY REFERENCES cognito_user_pool ON DELETE CASCADE, settings TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS cognito_mfa_preference (
      user_id INTEGER PRIMARY KEY REFERENCES cognito_user ON DELETE CASCADE,
      enabled TEXT NOT NULL, preferred TEXT, legacy_options TEXT NOT NULL
    ) STRICT;

    -- A secret is pending until a code of it was verified; \`used_step\` is the newest step whose code was accepted.
    CREATE TABLE IF NOT EXISTS cognito_software_token (
      user_id INTEGER PRIMARY KEY REFERENCES cognito_user ON DELETE CASCADE,
      secret BLOB, pending_secret BLOB, friendly_name TEXT, used_step INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE IF NOT EXISTS cognito_mfa_failure (
      user_id INTEGER PRIMARY KEY REFERENCES cognito_user ON DELETE CASCADE, failures INTEGER NOT NULL, last_at INTEGER NOT NULL
    ) STRICT;
  `);
}
