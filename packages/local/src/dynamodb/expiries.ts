import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Item } from "./dynalite.ts";

const yearSeconds = 365 * 86_400;

/** When the items of tables with a time to live expire. */
export class Expiries {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS dynamodb_expiry (
        table_name TEXT NOT NULL, key TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (table_name, key)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS dynamodb_expiry_at ON dynamodb_expiry (at)`);
  }

  /** Notes when an item expires: at the seconds since the epoch that its attribute holds as a number, or else never. */
  note(tableName: string, key: string, attribute: string, item: Item | undefined): void {
    const seconds = Number((item?.[attribute] as { N?: string } | undefined)?.N ?? Number.NaN);
    if (Number.isFinite(seconds))
      this.#store.sql("INSERT OR REPLACE INTO dynamodb_expiry VALUES (?, ?, ?)").run(tableName, key, seconds);
    else this.#store.sql("DELETE FROM dynamodb_expiry WHERE table_name = ? AND key = ?").run(tableName, key);
  }

  /** Items whose time has passed, but not by more than five years: those DynamoDB takes for a mistake and keeps. */
  due(): { tableName: string; key: string }[] {
    const now = this.#clock.now() / 1_000;
    const rows = this.#store
      .sql("SELECT table_name, key FROM dynamodb_expiry WHERE at <= ? AND at > ?")
      .all(now, now - 5 * yearSeconds);
    return rows.map(({ table_name, key }) => ({ tableName: String(table_name), key: String(key) }));
  }

  /** Forgets a table's, or without a name all. */
  clear(tableName?: string): void {
    if (tableName === undefined) this.#store.sql("DELETE FROM dynamodb_expiry").run();
    else this.#store.sql("DELETE FROM dynamodb_expiry WHERE table_name = ?").run(tableName);
  }
}
