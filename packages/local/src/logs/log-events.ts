import type { Store } from "../store/store.ts";

/** One line of a function's log. */
export interface LogLine {
  /** Milliseconds since the epoch, by the clock. */
  at: number;
  functionName: string;
  logStreamName: string;
  /** Absent when it was written outside of an invocation, for example while the code was loaded. */
  invocationId?: string | undefined;
  text: string;
}

/** A line as it is kept. */
export interface LogEvent extends LogLine {
  /** Grows with every line. */
  id: number;
}

export interface LogStreamSummary {
  logStreamName: string;
  firstAt: number;
  lastAt: number;
}

/** Which lines, the oldest first; times in milliseconds since the epoch. */
export interface LogQuery {
  functionName: string;
  logStreamNames?: readonly string[] | undefined;
  /** From this time on. */
  from?: number | undefined;
  /** Up to and without this time. */
  to?: number | undefined;
  /** Only lines with a higher id, or with a lower one. */
  after?: number | undefined;
  before?: number | undefined;
  limit: number;
  /** Of too many lines the last and not the first. */
  last?: boolean;
}

const keptLines = 10_000;
// A crash may cost the lines of a quarter of a second; a commit for each line would cost every invocation.
const flushAfterMs = 250;
const flushAfterLines = 1_000;

/** The logs of all functions: the last 10,000 lines of each, in the store. */
export class LogEvents {
  readonly #store: Store;
  readonly #listeners = new Set<(isCleared: boolean) => void>();
  #pending: LogLine[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS log_event (
        id INTEGER PRIMARY KEY, function_name TEXT NOT NULL, stream TEXT NOT NULL, at INTEGER NOT NULL,
        invocation_id TEXT, text TEXT NOT NULL
      ) STRICT;
      CREATE INDEX IF NOT EXISTS log_event_by_function ON log_event (function_name, id);
      CREATE INDEX IF NOT EXISTS log_event_by_stream ON log_event (function_name, stream, id);
      CREATE INDEX IF NOT EXISTS log_event_by_invocation ON log_event (invocation_id) WHERE invocation_id IS NOT NULL;
    `);
  }

  add(line: LogLine): void {
    this.#pending.push(line);
    if (this.#pending.length >= flushAfterLines) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), flushAfterMs).unref();
  }

  /** The lines of one function or one invocation, or all of them, the oldest first. */
  of({ functionName, invocationId }: { functionName?: string; invocationId?: string } = {}): LogLine[] {
    this.flush();
    const conditions = [
      ...(functionName === undefined ? [] : ["function_name = ?"]),
      ...(invocationId === undefined ? [] : ["invocation_id = ?"]),
    ];
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    const values = [functionName, invocationId].filter((value) => value !== undefined);
    return this.#store
      .sql(`SELECT * FROM log_event ${where} ORDER BY id`)
      .all(...values)
      .map(read);
  }

  find({ functionName, logStreamNames, from, to, after, before, limit, last = false }: LogQuery): LogEvent[] {
    this.flush();
    const streams = logStreamNames && `AND stream IN (${logStreamNames.map(() => "?").join(", ")})`;
    const rows = this.#store
      .sql(
        `SELECT * FROM log_event WHERE function_name = ? AND id > ? AND id < ? AND at >= ? AND at < ? ${streams ?? ""}
         ORDER BY id ${last ? "DESC" : "ASC"} LIMIT ?`,
      )
      .all(
        functionName,
        after ?? 0,
        before ?? Number.MAX_SAFE_INTEGER,
        from ?? 0,
        to ?? Number.MAX_SAFE_INTEGER,
        ...(logStreamNames ?? []),
        limit,
      )
      .map(read);
    return last ? rows.reverse() : rows;
  }

  /** The functions that have written something, by name, with the time of their first line that is kept. */
  functions(): { functionName: string; firstAt: number }[] {
    this.flush();
    return this.#store
      .sql(
        "SELECT function_name AS functionName, min(at) AS firstAt FROM log_event GROUP BY function_name ORDER BY function_name",
      )
      .all() as { functionName: string; firstAt: number }[];
  }

  /** The streams of a function, one for each of its processes, by name. */
  streams(functionName: string): LogStreamSummary[] {
    this.flush();
    return this.#store
      .sql(
        `SELECT stream AS logStreamName, min(at) AS firstAt, max(at) AS lastAt FROM log_event
         WHERE function_name = ? GROUP BY stream ORDER BY stream`,
      )
      .all(functionName) as unknown as LogStreamSummary[];
  }

  clear(): void {
    this.#pending = [];
    this.#store.write(() => this.#store.sql("DELETE FROM log_event").run());
    for (const listener of this.#listeners) listener(true);
  }

  /** Calls `listener` whenever lines were kept, or all of them were forgotten. @returns a function that ends it. */
  listen(listener: (isCleared: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hands what was added to the store; the next commit takes it to the disk. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#pending;
    if (lines.length === 0) return;
    this.#pending = [];
    this.#store.write(() => {
      const insert = this.#store.sql(
        "INSERT INTO log_event (function_name, stream, at, invocation_id, text) VALUES (?, ?, ?, ?, ?)",
      );
      for (const { functionName, logStreamName, at, invocationId, text } of lines) {
        insert.run(functionName, logStreamName, at, invocationId ?? null, text);
      }
      for (const functionName of new Set(lines.map((line) => line.functionName))) this.#forgetOldest(functionName);
    });
    for (const listener of this.#listeners) listener(false);
  }

  #forgetOldest(functionName: string): void {
    this.#store
      .sql(
        `DELETE FROM log_event WHERE function_name = ?1 AND id <=
           (SELECT id FROM log_event WHERE function_name = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`,
      )
      .run(functionName, keptLines);
  }
}

function read(row: Record<string, unknown>): LogEvent {
  return {
    id: row.id as number,
    at: row.at as number,
    functionName: row.function_name as string,
    logStreamName: row.stream as string,
    invocationId: (row.invocation_id as string | null) ?? undefined,
    text: row.text as string,
  };
}
