import type { Store } from "../../store/store.ts";
import { parseStored } from "./operation.ts";

/** One entry of an execution's history; besides these members the one of `…Details` that its type has. */
export interface HistoryEvent {
  EventType: string;
  EventTimestamp: Date;
  Id?: string | undefined;
  Name?: string | undefined;
  SubType?: string | undefined;
  ParentId?: string | undefined;
  [details: `${string}Details`]: unknown;
}

/** What happened in an execution, in order: the memory behind GetDurableExecutionHistory. */
export class History {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Call it inside `store.write`, together with the change that it tells of. */
  append(execution: number, event: HistoryEvent): void {
    this.#store.sql("INSERT INTO durable_event (execution, event) VALUES (?, ?)").run(execution, JSON.stringify(event));
  }

  /** A page of events, each with its EventId, which counts from 1. */
  list(execution: number, offset: number, limit: number, newestFirst: boolean): (HistoryEvent & { EventId: number })[] {
    const order = newestFirst ? "DESC" : "ASC";
    const total = newestFirst ? this.#count(execution) : 0;
    return this.#store
      .sql(`SELECT event FROM durable_event WHERE execution = ? ORDER BY seq ${order} LIMIT ? OFFSET ?`)
      .all(execution, limit, offset)
      .map((row, index) => ({
        EventId: newestFirst ? total - offset - index : offset + index + 1,
        ...parseStored<HistoryEvent>(row.event as string),
      }));
  }

  #count(execution: number): number {
    return Number(this.#store.sql("SELECT count(*) AS n FROM durable_event WHERE execution = ?").get(execution)?.n);
  }
}
