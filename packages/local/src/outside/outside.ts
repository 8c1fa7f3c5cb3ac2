import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** A request to a server of others. */
export interface OutsideRequest {
  /** The address that it was meant for. */
  url: string;
  method: string;
  /** By name in small letters. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The requests that were recorded in place of servers of others. */
export class Outside {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS outside_request (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, url TEXT NOT NULL, method TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outside_request_by_url ON outside_request (url, id);
    `);
  }

  record({ url, method, headers, body }: Omit<OutsideRequest, "at">): void {
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO outside_request (at, url, method, headers, body) VALUES (?, ?, ?, ?, ?)")
        .run(this.#clock.now(), url, method, JSON.stringify(headers), body),
    );
  }

  /** The newest first, those to one address if `url` is given. */
  list({ url, limit = 1000 }: { url?: string | undefined; limit?: number | undefined } = {}): OutsideRequest[] {
    return this.#store
      .sql(`SELECT * FROM outside_request ${url === undefined ? "" : "WHERE url = ?"} ORDER BY id DESC LIMIT ?`)
      .all(...(url === undefined ? [] : [url]), limit)
      .map(({ at, url, method, headers, body }) => ({
        url: url as string,
        method: method as string,
        headers: JSON.parse(headers as string),
        body: body as string,
        at: at as number,
      }));
  }

  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM outside_request").run());
  }
}
