import { type JsonWebKey, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { User } from "../users/users.ts";

/** A credential that a user signs in with. */
export interface Passkey {
  /** Base64url. */
  id: string;
  publicKey: JsonWebKey;
  relyingPartyId: string;
  signCount: number;
  transports: string[];
  /** `platform`, `cross-platform` or unknown. */
  attachment: string | undefined;
  /** Milliseconds. */
  createdAt: number;
}

/** How many a user may have. */
export const mostPasskeys = 20;

/** The tables of passkeys. Times are milliseconds by the clock. */
export function definePasskeyTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_passkey (
      user_id INTEGER NOT NULL REFERENCES cognito_user ON DELETE CASCADE, id TEXT NOT NULL, public_key TEXT NOT NULL,
      relying_party_id TEXT NOT NULL, sign_count INTEGER NOT NULL, transports TEXT NOT NULL, attachment TEXT,
      created_at INTEGER NOT NULL, PRIMARY KEY (user_id, id)
    ) STRICT, WITHOUT ROWID;

    -- The newest registration of each user that waits for its credential.
    CREATE TABLE IF NOT EXISTS cognito_passkey_registration (
      user_id INTEGER PRIMARY KEY REFERENCES cognito_user ON DELETE CASCADE,
      client_id TEXT NOT NULL, challenge TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT;
  `);
}

const registrationMs = 5 * 60_000;

export class Passkeys {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Starts a registration in place of the one before. @returns its challenge, base64url */
  startRegistration(client: AppClient, user: User): string {
    const challenge = randomBytes(32).toString("base64url");
    this.#store.write(() =>
      this.#store
        .sql(
          "INSERT OR REPLACE INTO cognito_passkey_registration (user_id, client_id, challenge, expires_at) VALUES (?, ?, ?, ?)",
        )
        .run(user.id, client.id, challenge, this.#clock.now() + registrationMs),
    );
    return challenge;
  }

  /** What the newest registration waits for, unless it is too old. */
  registrationOf(user: User): { clientId: string; challenge: string } | undefined {
    const row = this.#store
      .sql("SELECT client_id, challenge FROM cognito_passkey_registration WHERE user_id = ? AND expires_at > ?")
      .get(user.id, this.#clock.now());
    return row && { clientId: row.client_id as string, challenge: row.challenge as string };
  }

  /** Ends the registration with its credential. */
  add(user: User, passkey: Omit<Passkey, "createdAt">): void {
    const { id, publicKey, relyingPartyId, signCount, transports, attachment } = passkey;
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_passkey_registration WHERE user_id = ?").run(user.id);
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_passkey VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
          user.id,
          id,
          JSON.stringify(publicKey),
          relyingPartyId,
          signCount,
          JSON.stringify(transports),
          attachment ?? null,
          this.#clock.now(),
        );
    });
  }

  find(user: User, id: string): Passkey | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_passkey WHERE user_id = ? AND id = ?").get(user.id, id);
    return row && read(row);
  }

  /** By id, from the first after `after`. */
  list(user: User, after: string, count: number): Passkey[] {
    return this.#store
      .sql("SELECT * FROM cognito_passkey WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?")
      .all(user.id, after, count)
      .map(read);
  }

  /** Notes how often the credential says that it has signed. */
  count(user: User, { id }: Passkey, signCount: number): void {
    this.#store.write(() =>
      this.#store.sql("UPDATE cognito_passkey SET sign_count = ? WHERE user_id = ? AND id = ?").run(signCount, user.id, id),
    );
  }

  /** @returns false if there is none */
  delete(user: User, id: string): boolean {
    return this.#store.write(
      () => this.#store.sql("DELETE FROM cognito_passkey WHERE user_id = ? AND id = ?").run(user.id, id).changes > 0,
    );
  }
}

function read(row: Record<string, unknown>): Passkey {
  return {
    id: row.id as string,
    publicKey: JSON.parse(row.public_key as string),
    relyingPartyId: row.relying_party_id as string,
    signCount: row.sign_count as number,
    transports: JSON.parse(row.transports as string),
    attachment: (row.attachment as string | null) ?? undefined,
    createdAt: row.created_at as number,
  };
}
