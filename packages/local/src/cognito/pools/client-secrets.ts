import type { ClientSecretDescriptorType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { lowerAlphanumericText } from "./random-text.ts";

/** One secret of an app client. While two are kept, a client can move from one to the other without a pause. */
export interface ClientSecret {
  /** `<client id>--<milliseconds>`. */
  id: string;
  value: string;
  createdAt: number;
}

export const maximumClientSecrets = 2;

/** The table of the secrets; a client of an earlier version has its only one among its settings, and takes it along. */
export function defineClientSecretTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_client_secret (
      id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES cognito_app_client ON DELETE CASCADE,
      value TEXT NOT NULL, created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_client_secret_by_client ON cognito_client_secret (client_id, created_at);
  `);
  store.write(() => {
    store
      .sql(
        `INSERT INTO cognito_client_secret (id, client_id, value, created_at)
        SELECT id || '--' || created_at, id, settings ->> '$.ClientSecret', created_at FROM cognito_app_client
        WHERE settings ->> '$.ClientSecret' IS NOT NULL`,
      )
      .run();
    store
      .sql(
        `UPDATE cognito_app_client SET settings = json_remove(settings, '$.ClientSecret')
        WHERE settings ->> '$.ClientSecret' IS NOT NULL`,
      )
      .run();
  });
}

/** The secrets of the app clients. */
export class ClientSecrets {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The oldest first. */
  of(clientId: string): ClientSecret[] {
    return this.#store
      .sql("SELECT * FROM cognito_client_secret WHERE client_id = ? ORDER BY created_at")
      .all(clientId)
      .map((row) => ({ id: row.id as string, value: row.value as string, createdAt: row.created_at as number }));
  }

  add(clientId: string, value: string): ClientSecret {
    const newest = this.of(clientId).at(-1)?.createdAt ?? 0;
    // The time is a part of the id, so two secrets of one client never have the same.
    const createdAt = Math.max(this.#clock.now(), newest + 1);
    const secret = { id: `${clientId}--${createdAt}`, value, createdAt };
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO cognito_client_secret (id, client_id, value, created_at) VALUES (?, ?, ?, ?)")
        .run(secret.id, clientId, value, createdAt),
    );
    return secret;
  }

  delete(id: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_client_secret WHERE id = ?").run(id));
  }
}

/** A client secret of the length that Cognito's have. */
export function createClientSecret(): string {
  return lowerAlphanumericText(51);
}

/** The secret as the operations show it: without its value. */
export function describeClientSecret(secret: ClientSecret): ClientSecretDescriptorType {
  return { ClientSecretId: secret.id, ClientSecretCreateDate: new Date(secret.createdAt) };
}
