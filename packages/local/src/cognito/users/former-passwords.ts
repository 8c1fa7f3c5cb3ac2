import type { Store } from "../../store/store.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { KeptPassword } from "./passwords.ts";
import type { User } from "./users.ts";

/** The table of the passwords that users had, which is filled in pools with a password history alone. */
export function defineFormerPasswordTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_former_password (
      id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE,
      salt BLOB NOT NULL, verifier BLOB NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS cognito_former_password_by_user ON cognito_former_password (user_id, id);
  `);
}

/** How many passwords back a user may not go, the one of now among them; zero for a pool that lets users go back. */
export function historySizeOf(pool: UserPool): number {
  return pool.settings.Policies?.PasswordPolicy?.PasswordHistorySize ?? 0;
}

/** The passwords that users had before the one of now, kept as that one is: as verifiers. */
export class FormerPasswords {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Keeps the password of a user who is about to get another; a temporary one was never the user's own. */
  remember(pool: UserPool, { id, status, password }: User): void {
    const most = historySizeOf(pool) - 1;
    if (most < 1 || !password || status === "FORCE_CHANGE_PASSWORD") return;
    this.#store.write(() => {
      this.#store
        .sql("INSERT INTO cognito_former_password (user_id, salt, verifier) VALUES (?, ?, ?)")
        .run(id, password.salt, password.verifier);
      this.#store
        .sql(
          `DELETE FROM cognito_former_password WHERE user_id = ? AND id <=
          (SELECT id FROM cognito_former_password WHERE user_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
        )
        .run(id, id, most);
    });
  }

  /** The newest first. */
  of(user: User, most: number): KeptPassword[] {
    return this.#store
      .sql("SELECT salt, verifier FROM cognito_former_password WHERE user_id = ? ORDER BY id DESC LIMIT ?")
      .all(user.id, most)
      .map((row) => ({ salt: row.salt as Uint8Array, verifier: row.verifier as Uint8Array }));
  }
}
