import type { Backend } from "./backend.ts";
import type { Execution } from "./execution-table.ts";
import { dueEvent } from "./history-events.ts";
import { whenDue } from "./operation-rules.ts";

/** Moves on every operation of an execution whose time has come. Call it inside `store.write`. */
export function applyDue({ operations, history }: Backend, execution: Execution, now: number): void {
  for (const { operation, deadlines } of operations.due(execution.id, now)) {
    const isHeartbeat = deadlines?.heartbeatAt !== undefined && deadlines.heartbeatAt <= now;
    const moved = whenDue(operation, now, isHeartbeat ? "Callback timed out on heartbeat" : "Callback timed out");
    operations.put(execution.id, execution.token, moved, deadlines);
    const event = dueEvent(moved, now);
    if (event) history.append(execution.id, event);
  }
}
