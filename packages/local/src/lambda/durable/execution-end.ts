import type { Backend } from "./backend.ts";
import { executionIdOf } from "./execution-arn.ts";
import type { Execution } from "./execution-table.ts";
import { endedEvent } from "./history-events.ts";
import type { ErrorObject } from "./operation.ts";

/** How an execution ended. `result` is the JSON text of what the handler returned. */
export interface ExecutionEnd {
  status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";
  result?: string | undefined;
  error?: ErrorObject | undefined;
}

const dayMs = 86_400_000;

/** Ends an execution: no token of it is good any more, and once its retention is over it is deleted. Call it inside `store.write`. */
export function endExecution(backend: Backend, execution: Execution, end: ExecutionEnd): void {
  const { executions, operations, history, journal, clock, endSignals } = backend;
  const now = clock.now();
  const { id, arn, name, sub, retentionDays } = execution;
  executions.end(id, end.status, end.result, end.error, now, now + retentionDays * dayMs);
  const own = operations.get(id, executionIdOf(arn));
  if (own) {
    const operation = { ...own.operation, Status: end.status, EndTimestamp: new Date(now) };
    operations.put(id, execution.token, operation);
    history.append(id, endedEvent(operation, end.status, end.result, end.error, now));
  }
  journal.record("execution.ended", { sub }, { executionArn: arn, name, status: end.status });
  endSignals.signal(id);
}
