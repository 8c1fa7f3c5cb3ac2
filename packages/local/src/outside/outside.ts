import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { StandIn } from "./stand-in.ts";
import { type SetStandIn, StandIns } from "./stand-ins.ts";

/** What a request to a server of others was answered. */
export interface OutsideAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** The id of the stand-in that answered; absent: there was none. */
  standIn?: string;
  /** Why the sender never got it. */
  fault?: "reply-lost" | "hang";
}

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
  /** Absent for one that was recorded by a version before there were stand-ins. */
  answer?: OutsideAnswer;
}

/** The requests that were recorded in place of servers of others, and what stands in for those servers. */
export class Outside {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #standIns: StandIns;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#standIns = new StandIns(store);
    store.define(`
      CREATE TABLE IF NOT EXISTS outside_request (
        id INTEGER PRIMARY KEY, at INTEGER NOT NULL, url TEXT NOT NULL, method TEXT NOT NULL, headers TEXT NOT NULL, body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS outside_request_by_url ON outside_request (url, id);
      CREATE TABLE IF NOT EXISTS outside_answer (request_id INTEGER PRIMARY KEY, answer TEXT NOT NULL) STRICT;
    `);
  }

  /**
   * Answers requests to a server of others: `answer({ url: "https://crm.example.com/*", body: { tier: "pro" } })`.
   * Those that are set are asked in the order in which they were added. @returns its id. @throws {StandInError}
   */
  answer(standIn: StandIn): string {
    return this.#standIns.add(standIn);
  }

  /** Removes one stand-in, or all of them. @returns false if there is none of that id. */
  unanswer(id?: string): boolean {
    if (id !== undefined) return this.#standIns.remove(id);
    this.#standIns.clear();
    return true;
  }

  /** The stand-ins that are set or spent, with how often each answered. */
  standIns(): SetStandIn[] {
    return this.#standIns.list();
  }

  /** The stand-in that answers a request, which it counts; undefined: there is none. */
  standInFor(request: { method: string; url: string }): SetStandIn | undefined {
    return this.#standIns.take(request);
  }

  record({ url, method, headers, body }: Omit<OutsideRequest, "at" | "answer">, answer: OutsideAnswer): void {
    this.#store.write(() => {
      const { lastInsertRowid } = this.#store
        .sql("INSERT INTO outside_request (at, url, method, headers, body) VALUES (?, ?, ?, ?, ?)")
        .run(this.#clock.now(), url, method, JSON.stringify(headers), body);
      this.#store
        .sql("INSERT INTO outside_answer (request_id, answer) VALUES (?, ?)")
        .run(lastInsertRowid, JSON.stringify(answer));
    });
  }

  /** The newest first, those to one address if `url` is given. */
  list({ url, limit = 1000 }: { url?: string | undefined; limit?: number | undefined } = {}): OutsideRequest[] {
    const where = url === undefined ? "" : "WHERE url = ?";
    return this.#store
      .sql(`SELECT * FROM outside_request LEFT JOIN outside_answer ON request_id = id ${where} ORDER BY id DESC LIMIT ?`)
      .all(...(url === undefined ? [] : [url]), limit)
      .map(({ at, url, method, headers, body, answer }) => ({
        url: url as string,
        method: method as string,
        headers: JSON.parse(headers as string),
        body: body as string,
        at: at as number,
        ...(answer !== null && { answer: JSON.parse(answer as string) as OutsideAnswer }),
      }));
  }

  /** Forgets the requests and the stand-ins. */
  clear(): void {
    this.#store.write(() => {
      this.#store.sql("DELETE FROM outside_request").run();
      this.#store.sql("DELETE FROM outside_answer").run();
      this.#standIns.clear();
    });
  }
}
