import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User, Users } from "../users/users.ts";

/** Whom a browser is: signed in, or signed up and about to confirm. */
export type BrowserSessionKind = "signed-in" | "signing-up";

export interface BrowserSession {
  user: User;
  /** Milliseconds since the epoch. */
  signedInAt: number;
}

/** How long a browser stays signed in, in seconds. */
export const browserSessionSeconds = 3_600;

export function defineBrowserSessionTable(store: Store): void {
  store.define(`
    -- Of the browsers at hosted pages, found by the hash of a cookie.
    CREATE TABLE IF NOT EXISTS cognito_browser_session (
      hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE,
      kind TEXT NOT NULL, signed_in_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_browser_session_by_user ON cognito_browser_session (user_id);
    CREATE INDEX IF NOT EXISTS cognito_browser_session_by_expiry ON cognito_browser_session (expires_at);
  `);
}

/** The browsers that hosted pages know. */
export class BrowserSessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #users: Users;

  constructor(store: Store, clock: Clock, users: Users) {
    this.#store = store;
    this.#clock = clock;
    this.#users = users;
  }

  /** @returns the value of the cookie; only its hash is kept */
  open(user: User, kind: BrowserSessionKind): string {
    const value = randomBytes(32).toString("base64url");
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_browser_session WHERE expires_at <= ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_browser_session (hash, user_id, kind, signed_in_at, expires_at) VALUES (?, ?, ?, ?, ?)")
        .run(hashOf(value), user.id, kind, now, now + browserSessionSeconds * 1_000);
    });
    return value;
  }

  /** @returns undefined if it is over, of another pool, or of a user who is disabled */
  find(pool: UserPool, kind: BrowserSessionKind, value: string | undefined): BrowserSession | undefined {
    if (!value) return undefined;
    const row = this.#store
      .sql("SELECT * FROM cognito_browser_session WHERE hash = ? AND kind = ? AND expires_at > ?")
      .get(hashOf(value), kind, this.#clock.now());
    const user = row && this.#users.byId(row.user_id as number);
    return user?.enabled && user.userPoolId === pool.id ? { user, signedInAt: row?.signed_in_at as number } : undefined;
  }

  close(value: string | undefined): void {
    if (!value) return;
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_browser_session WHERE hash = ?").run(hashOf(value)));
  }
}

function hashOf(value: string): Uint8Array {
  return createHash("sha256").update(value).digest();
}
