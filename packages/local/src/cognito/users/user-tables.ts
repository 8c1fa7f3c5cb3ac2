import type { Store } from "../../store/store.ts";

/** The indexes that ListUsers searches by, and what is kept of users beside their rows. */
export function defineUserTables(store: Store): void {
  store.define(`
    -- Partial: a user who has no such attribute costs nothing.
    CREATE INDEX IF NOT EXISTS cognito_user_by_name ON cognito_user (user_pool_id, attributes ->> '$.name')
      WHERE attributes ->> '$.name' IS NOT NULL;
    CREATE INDEX IF NOT EXISTS cognito_user_by_given_name ON cognito_user (user_pool_id, attributes ->> '$.given_name')
      WHERE attributes ->> '$.given_name' IS NOT NULL;
    CREATE INDEX IF NOT EXISTS cognito_user_by_family_name ON cognito_user (user_pool_id, attributes ->> '$.family_name')
      WHERE attributes ->> '$.family_name' IS NOT NULL;
    CREATE INDEX IF NOT EXISTS cognito_user_by_preferred_username
      ON cognito_user (user_pool_id, attributes ->> '$.preferred_username')
      WHERE attributes ->> '$.preferred_username' IS NOT NULL;
    CREATE INDEX IF NOT EXISTS cognito_user_by_status ON cognito_user (user_pool_id, status);
    CREATE INDEX IF NOT EXISTS cognito_disabled_user ON cognito_user (user_pool_id) WHERE enabled = 0;

    -- An e-mail address or phone number that takes its place among the attributes once it is verified.
    CREATE TABLE IF NOT EXISTS cognito_pending_attribute (
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, attribute TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (user_id, attribute)
    ) STRICT, WITHOUT ROWID;

    -- Whom an account at an identity provider signs in as: one user of the pool.
    CREATE TABLE IF NOT EXISTS cognito_linked_identity (
      user_pool_id TEXT NOT NULL, provider_name TEXT NOT NULL, provider_user_id TEXT NOT NULL,
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE,
      PRIMARY KEY (user_pool_id, provider_name, provider_user_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_linked_identity_by_user ON cognito_linked_identity (user_id);
  `);
}
