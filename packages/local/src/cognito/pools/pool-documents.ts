import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";

/** Settings that a pool keeps apart from its own, under a name: a resource server, an identity provider. */
export interface PoolDocument<Settings> {
  userPoolId: string;
  name: string;
  settings: Settings;
  createdAt: number;
  modifiedAt: number;
}

/** All documents of one kind, in a table of their own. Those of an app client go with it, all with their pool. */
export class PoolDocuments<Settings> {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #table: string;

  /** @param table its name, as `definePoolDocuments` made it. */
  constructor(store: Store, clock: Clock, table: string) {
    this.#store = store;
    this.#clock = clock;
    this.#table = table;
  }

  find(userPoolId: string, name: string): PoolDocument<Settings> | undefined {
    const row = this.#store.sql(`SELECT * FROM ${this.#table} WHERE user_pool_id = ? AND name = ?`).get(userPoolId, name);
    return row && read(row);
  }

  /** Stores a new one or replaces the settings of an old one. @param clientId of the app client that it belongs to. */
  put(userPoolId: string, name: string, settings: Settings, clientId?: string): PoolDocument<Settings> {
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql(
          `INSERT INTO ${this.#table} (user_pool_id, name, client_id, settings, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (user_pool_id, name) DO UPDATE SET settings = excluded.settings, modified_at = excluded.modified_at`,
        )
        .run(userPoolId, name, clientId ?? null, JSON.stringify(settings), now, now),
    );
    return this.find(userPoolId, name) as PoolDocument<Settings>;
  }

  /** @returns false if there was none. */
  delete(userPoolId: string, name: string): boolean {
    const statement = this.#store.sql(`DELETE FROM ${this.#table} WHERE user_pool_id = ? AND name = ?`);
    return this.#store.write(() => statement.run(userPoolId, name).changes === 1);
  }

  /** By name, from the first after `after`. */
  list(userPoolId: string, after: string, limit: number): PoolDocument<Settings>[] {
    return this.#store
      .sql(`SELECT * FROM ${this.#table} WHERE user_pool_id = ? AND name > ? ORDER BY name LIMIT ?`)
      .all(userPoolId, after, limit)
      .map((row) => read(row));
  }

  ofClient(clientId: string): PoolDocument<Settings>[] {
    return this.#store
      .sql(`SELECT * FROM ${this.#table} WHERE client_id = ? ORDER BY name`)
      .all(clientId)
      .map((row) => read(row));
  }
}

/** Creates the table of one kind of documents. */
export function definePoolDocuments(store: Store, table: string): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS ${table} (
      user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE, name TEXT NOT NULL,
      client_id TEXT REFERENCES cognito_app_client ON DELETE CASCADE,
      settings TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (user_pool_id, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS ${table}_by_client ON ${table} (client_id);
  `);
}

function read<Settings>(row: Record<string, unknown>): PoolDocument<Settings> {
  return {
    userPoolId: row.user_pool_id as string,
    name: row.name as string,
    settings: JSON.parse(row.settings as string),
    createdAt: row.created_at as number,
    modifiedAt: row.modified_at as number,
  };
}
