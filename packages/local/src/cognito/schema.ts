import type { Store } from "../store/store.ts";
import { defineDeviceTables } from "./devices/devices.ts";
import { defineFederationTables } from "./federation/federation-requests.ts";
import { defineHostedPagesTables } from "./hosted-pages/hosted-pages.ts";
import { defineImportTables } from "./imports/import-jobs.ts";
import { defineMfaTables } from "./mfa/tables.ts";
import { definePasskeyTables } from "./passkeys/passkeys.ts";
import { defineClientSecretTables } from "./pools/client-secrets.ts";
import { definePoolTables } from "./pools/tables.ts";
import { defineSignInTables } from "./sign-in/sessions.ts";
import { defineTokenTables } from "./tokens/token-tables.ts";
import { defineRecordedEventTables } from "./triggers/recorded-events.ts";
import { defineFormerPasswordTables } from "./users/former-passwords.ts";
import { definePasswordChangeTables } from "./users/password-changes.ts";
import { defineUserTables } from "./users/user-tables.ts";

/**
 * The tables of the user pools. Times are milliseconds by the clock. `settings`, `attributes` hold JSON; a name key is the
 * name as it is compared: lower case where the pool is case-insensitive.
 */
export function defineCognitoTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_user_pool (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, settings TEXT NOT NULL, attribute_schema TEXT NOT NULL,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
    ) STRICT;

    -- Apart from the pool, so that a sign-up rewrites a few bytes and not the pool's settings.
    CREATE TABLE IF NOT EXISTS cognito_user_count (
      user_pool_id TEXT PRIMARY KEY REFERENCES cognito_user_pool ON DELETE CASCADE, users INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS cognito_signing_key (
      user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE, token_use TEXT NOT NULL,
      key_id TEXT NOT NULL, private_key TEXT NOT NULL, PRIMARY KEY (user_pool_id, token_use)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS cognito_app_client (
      id TEXT PRIMARY KEY, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE,
      settings TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS cognito_app_client_by_pool ON cognito_app_client (user_pool_id);

    CREATE TABLE IF NOT EXISTS cognito_user (
      id INTEGER PRIMARY KEY, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE,
      username TEXT NOT NULL, username_key TEXT NOT NULL, sub TEXT NOT NULL,
      status TEXT NOT NULL, enabled INTEGER NOT NULL, attributes TEXT NOT NULL,
      password_salt BLOB, password_verifier BLOB, temporary_password_expires_at INTEGER,
      failed_sign_ins INTEGER NOT NULL, last_failed_sign_in_at INTEGER,
      created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS cognito_user_by_username ON cognito_user (user_pool_id, username_key);
    CREATE UNIQUE INDEX IF NOT EXISTS cognito_user_by_sub ON cognito_user (user_pool_id, sub);
    CREATE INDEX IF NOT EXISTS cognito_user_by_pool ON cognito_user (user_pool_id);
    CREATE INDEX IF NOT EXISTS cognito_user_by_email ON cognito_user (user_pool_id, attributes ->> '$.email');
    CREATE INDEX IF NOT EXISTS cognito_user_by_phone ON cognito_user (user_pool_id, attributes ->> '$.phone_number');

    -- The e-mail addresses, phone numbers and preferred usernames that users sign in with; each belongs to one user of a pool.
    CREATE TABLE IF NOT EXISTS cognito_alias (
      user_pool_id TEXT NOT NULL, attribute TEXT NOT NULL, name_key TEXT NOT NULL,
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, PRIMARY KEY (user_pool_id, attribute, name_key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_alias_by_user ON cognito_alias (user_id);

    -- One row for each user and purpose: the code that is outstanding, and how often codes were sent and guessed of late.
    CREATE TABLE IF NOT EXISTS cognito_code (
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, purpose TEXT NOT NULL,
      code TEXT NOT NULL, attribute TEXT NOT NULL, destination TEXT NOT NULL, expires_at INTEGER NOT NULL,
      window_started_at INTEGER NOT NULL, sent INTEGER NOT NULL, failed INTEGER NOT NULL, PRIMARY KEY (user_id, purpose)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS cognito_group (
      user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE, name TEXT NOT NULL,
      description TEXT, role_arn TEXT, precedence INTEGER, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
      PRIMARY KEY (user_pool_id, name)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS cognito_group_by_folded_name ON cognito_group (user_pool_id, name COLLATE NOCASE);

    CREATE TABLE IF NOT EXISTS cognito_group_member (
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, user_pool_id TEXT NOT NULL, group_name TEXT NOT NULL,
      PRIMARY KEY (user_id, group_name), FOREIGN KEY (user_pool_id, group_name) REFERENCES cognito_group ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_group_member_by_group ON cognito_group_member (user_pool_id, group_name);
  `);
  defineClientSecretTables(store);
  defineDeviceTables(store);
  defineFederationTables(store);
  defineHostedPagesTables(store);
  defineImportTables(store);
  defineMfaTables(store);
  definePasskeyTables(store);
  definePoolTables(store);
  defineSignInTables(store);
  defineTokenTables(store);
  defineRecordedEventTables(store);
  defineUserTables(store);
  defineFormerPasswordTables(store);
  definePasswordChangeTables(store);
}
