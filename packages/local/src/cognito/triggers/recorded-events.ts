import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { TriggerEvent } from "./event.ts";

/** An event that a trigger received, and how that ended. */
export interface RecordedEvent {
  id: number;
  /** Milliseconds since the epoch. */
  at: number;
  functionArn: string;
  /** `under way` also for one that was interrupted; `sent` for one that Cognito leaves to Lambda. */
  outcome: "under way" | "ok" | "failed" | "sent";
  /** AWS's name of the error that the caller was answered. */
  error?: string;
  /** As it was sent, but for a password, which is not kept. */
  event: TriggerEvent;
}

export function defineRecordedEventTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_trigger_event (
      id INTEGER PRIMARY KEY, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE, at INTEGER NOT NULL,
      function_arn TEXT NOT NULL, event TEXT NOT NULL, outcome TEXT NOT NULL, error TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS cognito_trigger_event_by_pool ON cognito_trigger_event (user_pool_id);
  `);
}

const kept = 200;

/** The last 200 events that triggers received, so that one can be sent again. They hold personal data, as the users do. */
export class RecordedEvents {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns its id */
  add(functionArn: string, event: TriggerEvent, outcome: "under way" | "sent"): number {
    const { password: _, ...request } = event.request;
    return this.#store.write(() => {
      const { lastInsertRowid } = this.#store
        .sql("INSERT INTO cognito_trigger_event (user_pool_id, at, function_arn, event, outcome) VALUES (?, ?, ?, ?, ?)")
        .run(event.userPoolId, this.#clock.now(), functionArn, JSON.stringify({ ...event, request }), outcome);
      const id = Number(lastInsertRowid);
      this.#store.sql("DELETE FROM cognito_trigger_event WHERE id <= ?").run(id - kept);
      return id;
    });
  }

  /** @param error absent if the trigger's answer was taken */
  settle(id: number, error?: string): void {
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_trigger_event SET outcome = ?, error = ? WHERE id = ?")
        .run(error === undefined ? "ok" : "failed", error ?? null, id),
    );
  }

  /** The newest first. */
  list(limit: number): RecordedEvent[] {
    return this.#store.sql("SELECT * FROM cognito_trigger_event ORDER BY id DESC LIMIT ?").all(limit).map(read);
  }

  find(id: number): RecordedEvent | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_trigger_event WHERE id = ?").get(id);
    return row && read(row);
  }
}

function read(row: Record<string, unknown>): RecordedEvent {
  return {
    id: row.id as number,
    at: row.at as number,
    functionArn: row.function_arn as string,
    outcome: row.outcome as RecordedEvent["outcome"],
    ...(row.error !== null && { error: row.error as string }),
    event: JSON.parse(row.event as string),
  };
}
