import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../../../clock.ts";
import type { Store } from "../../../store/store.ts";
import type { GroupConfiguration } from "../../tokens/group-configuration.ts";
import type { TokenOverrides } from "../../triggers/token-overrides.ts";

/** What an authorization code stands for. */
export interface Grant {
  clientId: string;
  userId: number;
  redirectUri: string;
  scopes: readonly string[];
  nonce: string | undefined;
  /** Of PKCE, method S256. */
  codeChallenge: string | undefined;
  /** As the pre token generation trigger left them when the user signed in. */
  groups: GroupConfiguration;
  overrides: TokenOverrides | undefined;
  /** Milliseconds since the epoch. */
  signedInAt: number;
}

const lifeMs = 5 * 60_000;

export function defineAuthorizationCodeTable(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_authorization_code (
      hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE,
      code_grant TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_authorization_code_by_user ON cognito_authorization_code (user_id);
    CREATE INDEX IF NOT EXISTS cognito_authorization_code_by_expiry ON cognito_authorization_code (expires_at);
  `);
}

/** The codes that wait to be changed for tokens, once and within five minutes; only their hashes are kept. */
export class AuthorizationCodes {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  issue(grant: Grant): string {
    const code = randomUUID();
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_authorization_code WHERE expires_at <= ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_authorization_code (hash, user_id, code_grant, expires_at) VALUES (?, ?, ?, ?)")
        .run(hashOf(code), grant.userId, JSON.stringify(grant), now + lifeMs);
    });
    return code;
  }

  /**
   * Uses a code up, whatever becomes of it then.
   * @returns undefined if it is none, too old, used, or another client's
   */
  redeem(code: string, clientId: string): Grant | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_authorization_code WHERE hash = ?").get(hashOf(code));
    const grant = row && (JSON.parse(row.code_grant as string) as Grant);
    if (!row || grant?.clientId !== clientId) return undefined;
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_authorization_code WHERE hash = ?").run(hashOf(code)));
    return (row.expires_at as number) > this.#clock.now() ? grant : undefined;
  }
}

function hashOf(code: string): Uint8Array {
  return createHash("sha256").update(code).digest();
}
