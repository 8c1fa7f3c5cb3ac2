import type { Store } from "../../store/store.ts";
import { type DurableOperation, parseStored } from "./operation.ts";
import { dueAt, isClosed } from "./operation-rules.ts";

/** When a callback comes too late; milliseconds since the epoch. */
export interface CallbackDeadlines {
  timeoutAt?: number;
  /** Renewed by each heartbeat. */
  heartbeatAt?: number;
  heartbeatSeconds?: number;
}

export interface OperationRow {
  operation: DurableOperation;
  deadlines: CallbackDeadlines | undefined;
}

/** Part of an execution's state: JSON texts in the order of start, and the marker of what follows. */
export interface OperationPage {
  operations: string[];
  nextMarker: number | undefined;
}

/** Reads and writes operations. Call what writes inside `store.write`. */
export class OperationTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(execution: number, operationId: string): OperationRow | undefined {
    const row = this.#store
      .sql("SELECT operation, deadlines FROM durable_operation WHERE execution = ? AND operation_id = ?")
      .get(execution, operationId);
    return row && read(row);
  }

  /** Adds or replaces one; `changed` is the number of the token that was good when it changed. */
  put(execution: number, changed: number, operation: DurableOperation, deadlines?: CallbackDeadlines): void {
    const open = operation.Status === "STARTED" && operation.Type === "CALLBACK";
    const due = open ? callbackDueAt(deadlines) : dueAt(operation);
    const json = JSON.stringify(operation);
    const kept = deadlines ? JSON.stringify(deadlines) : null;
    const { changes } = this.#store
      .sql(
        `UPDATE durable_operation SET open_callback = ?, due_at = ?, changed = ?, deadlines = ?, operation = ?
         WHERE execution = ? AND operation_id = ?`,
      )
      .run(open ? 1 : 0, due ?? null, changed, kept, json, execution, operation.Id);
    if (changes === 0) {
      this.#store
        .sql(
          `INSERT INTO durable_operation (execution, operation_id, parent_id, open_callback, due_at, changed, pruned, deadlines,
           operation) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`,
        )
        .run(execution, operation.Id, operation.ParentId ?? null, open ? 1 : 0, due ?? null, changed, kept, json);
    }
    if (operation.Type === "CONTEXT" && isClosed(operation.Status) && !operation.ContextDetails?.ReplayChildren) {
      this.#prune(execution, operation.Id);
    }
  }

  /** Moves a callback's deadlines, which is not a change that its execution needs to know of. */
  setDeadlines(execution: number, operationId: string, deadlines: CallbackDeadlines): void {
    this.#store
      .sql("UPDATE durable_operation SET due_at = ?, deadlines = ? WHERE execution = ? AND operation_id = ?")
      .run(callbackDueAt(deadlines) ?? null, JSON.stringify(deadlines), execution, operationId);
  }

  count(execution: number): number {
    return Number(this.#store.sql("SELECT count(*) AS n FROM durable_operation WHERE execution = ?").get(execution)?.n);
  }

  /** What time has moved on by `now`, in the order in which it became due. */
  due(execution: number, now: number): OperationRow[] {
    return this.#store
      .sql(
        `SELECT operation, deadlines FROM durable_operation WHERE execution = ? AND due_at IS NOT NULL AND due_at <= ?
         ORDER BY due_at, seq`,
      )
      .all(execution, now)
      .map(read);
  }

  /** When time next moves an operation on. */
  nextDueAt(execution: number): number | undefined {
    const row = this.#store
      .sql("SELECT min(due_at) AS at FROM durable_operation WHERE execution = ? AND due_at IS NOT NULL")
      .get(execution);
    return (row?.at as number | null) ?? undefined;
  }

  hasOpenCallback(execution: number): boolean {
    const sql = "SELECT 1 FROM durable_operation WHERE execution = ? AND open_callback = 1 AND pruned = 0 LIMIT 1";
    return this.#store.sql(sql).get(execution) !== undefined;
  }

  /** What changed since the token with this number was given out, in the order of start. */
  changedSince(execution: number, token: number): DurableOperation[] {
    return this.#store
      .sql("SELECT operation FROM durable_operation WHERE execution = ? AND changed >= ? ORDER BY seq")
      .all(execution, token)
      .map((row) => parseStored<DurableOperation>(row.operation as string));
  }

  /** One page of what a replay needs: at most `maxItems` operations and about `maxBytes`, but always one. */
  page(execution: number, after: number, maxItems: number, maxBytes: number): OperationPage {
    const operations: string[] = [];
    let bytes = 0;
    let last = after;
    const rows = this.#store
      .sql("SELECT seq, operation FROM durable_operation WHERE execution = ? AND seq > ? AND pruned = 0 ORDER BY seq LIMIT ?")
      .all(execution, after, maxItems + 1);
    for (const row of rows) {
      const json = row.operation as string;
      bytes += json.length;
      if (operations.length === maxItems || (operations.length > 0 && bytes > maxBytes)) {
        return { operations, nextMarker: last };
      }
      operations.push(json);
      last = row.seq as number;
    }
    return { operations, nextMarker: undefined };
  }

  // A finished context answers for its children: a replay does not see them, and their timers mean nothing any more.
  #prune(execution: number, parentId: string): void {
    this.#store
      .sql(
        `WITH RECURSIVE below (id) AS (
           SELECT operation_id FROM durable_operation WHERE execution = ?1 AND parent_id = ?2
           UNION SELECT o.operation_id FROM durable_operation o JOIN below ON o.execution = ?1 AND o.parent_id = below.id
         )
         UPDATE durable_operation SET pruned = 1, due_at = NULL WHERE execution = ?1 AND operation_id IN (SELECT id FROM below)`,
      )
      .run(execution, parentId);
  }
}

function callbackDueAt(deadlines: CallbackDeadlines | undefined): number | undefined {
  const soonest = Math.min(deadlines?.timeoutAt ?? Number.POSITIVE_INFINITY, deadlines?.heartbeatAt ?? Number.POSITIVE_INFINITY);
  return soonest === Number.POSITIVE_INFINITY ? undefined : soonest;
}

function read(row: Record<string, unknown>): OperationRow {
  return {
    operation: parseStored<DurableOperation>(row.operation as string),
    deadlines: row.deadlines === null ? undefined : (JSON.parse(row.deadlines as string) as CallbackDeadlines),
  };
}
