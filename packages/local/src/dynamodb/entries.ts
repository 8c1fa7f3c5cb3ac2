import type { Store } from "../store/store.ts";

/** Which keys of a space: bounds in the order of their bytes; `limit` below zero is none. */
export interface Range {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
}

const operators = { gt: ">", gte: ">=", lt: "<", lte: "<=" } as const;

/** Ordered spaces of keys and JSON values: the tables, their items, the entries of their indexes, their tags and settings. */
export class Entries {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`CREATE TABLE IF NOT EXISTS dynamodb_entry (
      space TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (space, key)
    ) WITHOUT ROWID`);
  }

  get(space: string, key: string): unknown {
    const row = this.#store.sql("SELECT value FROM dynamodb_entry WHERE space = ? AND key = ?").get(space, key);
    return row && JSON.parse(String(row.value));
  }

  put(space: string, key: string, value: unknown): void {
    this.#store.sql("INSERT OR REPLACE INTO dynamodb_entry VALUES (?, ?, ?)").run(space, key, JSON.stringify(value));
  }

  delete(space: string, key: string): void {
    this.#store.sql("DELETE FROM dynamodb_entry WHERE space = ? AND key = ?").run(space, key);
  }

  /** The entries of a range in their order, read as they are asked for. */
  *range(space: string, range: Range = {}): Generator<{ key: string; value: unknown }> {
    const bounds = Object.entries(operators).flatMap(([name, operator]) => {
      const bound = range[name as keyof typeof operators];
      return bound === undefined ? [] : [{ condition: `AND key ${operator} ?`, bound }];
    });
    const { reverse = false, limit = -1 } = range;
    const rows = this.#store
      .sql(
        `SELECT key, value FROM dynamodb_entry WHERE space = ? ${bounds.map(({ condition }) => condition).join(" ")}
         ORDER BY key ${reverse ? "DESC" : "ASC"} LIMIT ?`,
      )
      .iterate(space, ...bounds.map(({ bound }) => bound), limit);
    for (const { key, value } of rows) yield { key: String(key), value: JSON.parse(String(value)) };
  }

  /** Removes a space, or with a pattern of GLOB, several. */
  clear(space: string): void {
    this.#store.sql("DELETE FROM dynamodb_entry WHERE space GLOB ?").run(space);
  }
}
