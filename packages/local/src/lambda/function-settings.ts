import type { Store } from "../store/store.ts";

/** What belongs to a function and to none of its versions: tags, reserved concurrency. */
export class FunctionSettings {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_setting (
        function_name TEXT NOT NULL REFERENCES lambda_function ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (function_name, name)
      ) STRICT;
    `);
  }

  tags(functionName: string): Record<string, string> {
    return (this.#get(functionName, "tags") as Record<string, string> | undefined) ?? {};
  }

  putTags(functionName: string, tags: Record<string, string>): void {
    this.#put(functionName, "tags", Object.keys(tags).length === 0 ? undefined : tags);
  }

  /** How many invocations may run at once; undefined: as many as the account's limit leaves. */
  reservedConcurrency(functionName: string): number | undefined {
    return this.#get(functionName, "reserved-concurrency") as number | undefined;
  }

  putReservedConcurrency(functionName: string, limit: number | undefined): void {
    this.#put(functionName, "reserved-concurrency", limit);
  }

  #get(functionName: string, name: string): unknown {
    const row = this.#store.sql("SELECT value FROM lambda_setting WHERE function_name = ? AND name = ?").get(functionName, name);
    return row && JSON.parse(row.value as string);
  }

  #put(functionName: string, name: string, value: unknown): void {
    this.#store.write(() =>
      value === undefined
        ? this.#store.sql("DELETE FROM lambda_setting WHERE function_name = ? AND name = ?").run(functionName, name)
        : this.#store
            .sql("INSERT OR REPLACE INTO lambda_setting VALUES (?, ?, ?)")
            .run(functionName, name, JSON.stringify(value)),
    );
  }
}
