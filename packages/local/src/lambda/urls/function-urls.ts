import { randomBytes } from "node:crypto";
import type { Cors } from "@aws-sdk/client-lambda";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";

/** The URL of a function, or of an alias of it. Its authorization is `NONE`. */
export interface FunctionUrl {
  /** What stands in the URL; nobody can guess it. */
  urlId: string;
  functionName: string;
  /** An alias. */
  qualifier: string | undefined;
  cors: Cors | undefined;
  createdAt: number;
  modifiedAt: number;
}

/** The URLs of the functions: at most one for each, and one for each alias. They go with their function. */
export class FunctionUrls {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS lambda_function_url (
        url_id TEXT PRIMARY KEY, function_name TEXT NOT NULL REFERENCES lambda_function ON DELETE CASCADE, qualifier TEXT NOT NULL,
        cors TEXT, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, UNIQUE (function_name, qualifier)
      ) STRICT;
    `);
  }

  find(functionName: string, qualifier: string | undefined): FunctionUrl | undefined {
    return this.list(functionName).find((url) => url.qualifier === qualifier);
  }

  findById(urlId: string): FunctionUrl | undefined {
    const row = this.#store.sql("SELECT * FROM lambda_function_url WHERE url_id = ?").get(urlId);
    return row && read(row);
  }

  /** By qualifier, the function's own first. */
  list(functionName: string): FunctionUrl[] {
    return this.#store
      .sql("SELECT * FROM lambda_function_url WHERE function_name = ? ORDER BY qualifier")
      .all(functionName)
      .map(read);
  }

  /** Sets what a function has none of yet, or changes it; the address stays. */
  put(functionName: string, qualifier: string | undefined, cors: Cors | undefined): FunctionUrl {
    const now = this.#clock.now();
    const known = this.find(functionName, qualifier);
    const urlId = known?.urlId ?? newId();
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO lambda_function_url VALUES (?, ?, ?, ?, ?, ?)")
        .run(urlId, functionName, qualifier ?? "", cors ? JSON.stringify(cors) : null, known?.createdAt ?? now, now),
    );
    return { urlId, functionName, qualifier, cors, createdAt: known?.createdAt ?? now, modifiedAt: now };
  }

  delete({ urlId }: FunctionUrl): void {
    this.#store.write(() => this.#store.sql("DELETE FROM lambda_function_url WHERE url_id = ?").run(urlId));
  }
}

/** 32 small letters and digits, as AWS's are; a part of a host's name. */
function newId(): string {
  return Array.from(randomBytes(32), (byte) => (byte % 36).toString(36)).join("");
}

function read(row: Record<string, unknown>): FunctionUrl {
  return {
    urlId: row.url_id as string,
    functionName: row.function_name as string,
    qualifier: (row.qualifier as string) || undefined,
    cors: row.cors === null ? undefined : JSON.parse(row.cors as string),
    createdAt: row.created_at as number,
    modifiedAt: row.modified_at as number,
  };
}
