import type { Backend } from "./backend.ts";
import { checkpointToken } from "./checkpoint-token.ts";
import { applyDue } from "./due-operations.ts";
import { executionIdOf } from "./execution-arn.ts";
import { endExecution } from "./execution-end.ts";
import type { Execution } from "./execution-table.ts";
import { invocationEvent } from "./history-events.ts";
import { type InvocationOutcome, outcomeOf } from "./invocation-outcome.ts";
import type { ErrorObject } from "./operation.ts";

/** After so many invocations in a row that broke without a step of progress an execution is ended as FAILED. */
export const maxBrokenInvocations = 8;

const firstPageItems = 100;
const firstPageBytes = 1_000_000;

/** Takes a queued execution up: gives it a new token. Call it inside `store.write`. @returns the event for the function, as JSON. */
export function beginInvocation(backend: Backend, execution: Execution): string {
  const { executions, operations, clock } = backend;
  applyDue(backend, execution, clock.now());
  const id = executionIdOf(execution.arn);
  const UpdatedOperationIds = operations.changedSince(execution.id, execution.token).map((operation) => operation.Id);
  const token = executions.beginInvocation(execution);
  const page = operations.page(execution.id, 0, firstPageItems, firstPageBytes);
  const head = { DurableExecutionArn: execution.arn, CheckpointToken: checkpointToken(id, token), UpdatedOperationIds };
  const marker = page.nextMarker === undefined ? "" : `,"NextMarker":"${page.nextMarker}"`;
  // The stored texts go in as they are: an event takes timestamps in ISO form.
  return `${JSON.stringify(head).slice(0, -1)},"InitialExecutionState":{"Operations":[${page.operations.join(",")}]${marker}}}`;
}

/** Runs one invocation of an execution; the change that `beginInvocation` made is on disk before the function starts. */
export async function runInvocation(backend: Backend, execution: Execution, event: string): Promise<Invoked> {
  const { store, clock, functions } = backend;
  const startedAt = clock.now();
  await store.committed();
  const { functionName, version, sub } = execution;
  const result = await functions.run(functions.versionOf(functionName, version), event, { sub });
  return { requestId: result.invocationId, startedAt, outcome: outcomeOf(result) };
}

export interface Invoked {
  requestId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  outcome: InvocationOutcome;
}

/** Decides what follows from an invocation: the end, the queue or a wait. Call it inside `store.write`. */
export function settleInvocation(backend: Backend, id: number, { requestId, startedAt, outcome }: Invoked): void {
  const { executions, history, clock } = backend;
  const execution = executions.get(id);
  if (!execution) return;
  const now = clock.now();
  history.append(id, invocationEvent(requestId, startedAt, now, outcome.kind === "broken" ? outcome.error : undefined));
  // Stopped, timed out, or ended by a checkpoint: what the invocation says does not count any more.
  if (execution.status !== "RUNNING") return;
  switch (outcome.kind) {
    case "succeeded":
      endExecution(backend, execution, { status: "SUCCEEDED", result: outcome.result });
      break;
    case "failed":
      endExecution(backend, execution, { status: "FAILED", error: outcome.error });
      break;
    case "pending":
      suspend(backend, execution, now);
      break;
    case "broken":
      retryOrFail(backend, execution, outcome.error, now);
      break;
  }
}

function suspend(backend: Backend, execution: Execution, now: number): void {
  const { executions, operations } = backend;
  const { id } = execution;
  if (execution.failures > 0) executions.setFailures(id, 0);
  applyDue(backend, execution, now);
  // Something was completed that the invocation had not seen when it gave up waiting: go on at once.
  if (operations.changedSince(id, execution.token).length > 0) {
    executions.queue(id);
    return;
  }
  const until = operations.nextDueAt(id);
  if (until !== undefined) {
    parkUntil(backend, execution, until);
  } else if (operations.hasOpenCallback(id)) {
    executions.park(id, execution.expiresAt);
  } else {
    const ErrorMessage = "Cannot return PENDING status with no pending operations.";
    endExecution(backend, execution, { status: "FAILED", error: { ErrorType: "InvalidParameterValueException", ErrorMessage } });
  }
}

function retryOrFail(backend: Backend, execution: Execution, error: ErrorObject, now: number): void {
  const { executions } = backend;
  const failures = execution.failures + 1;
  if (failures >= maxBrokenInvocations) {
    endExecution(backend, execution, { status: "FAILED", error });
    return;
  }
  executions.setFailures(execution.id, failures);
  // 1, 2, 4 … 60 s
  parkUntil(backend, execution, now + Math.min(1000 * 2 ** (failures - 1), 60_000));
}

function parkUntil({ executions, journal }: Backend, { id, arn, name, sub }: Execution, until: number): void {
  executions.park(id, until);
  journal.record("execution.waiting", { sub }, { executionArn: arn, name, until });
}
