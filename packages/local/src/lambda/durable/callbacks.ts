import type { Backend } from "./backend.ts";
import { callbackClosed, invalid } from "./errors.ts";
import { callbackEvent } from "./history-events.ts";
import type { DurableOperation, ErrorObject } from "./operation.ts";
import type { OperationRow } from "./operation-table.ts";
import { maxErrorBytes, maxResultBytes } from "./update-limits.ts";

/** What comes back through a callback: a result (any text) or an error. */
export type CallbackAnswer = { result: string | undefined } | { error: ErrorObject };

/**
 * Ends the callback with this id; an execution that waits for it goes on.
 * @throws {AwsError} CallbackTimeoutException, InvalidParameterValueException
 */
export function answerCallback(backend: Backend, callbackId: string, answer: CallbackAnswer): void {
  const size = Buffer.byteLength("error" in answer ? JSON.stringify(answer.error) : (answer.result ?? ""));
  const limit = "error" in answer ? maxErrorBytes : maxResultBytes;
  if (size > limit)
    throw invalid(`Cannot answer the callback as its size must be at most ${limit} bytes: current value is ${size}`);
  const { store, operations, executions, history, clock } = backend;
  store.write(() => {
    const { execution, row } = openCallback(backend, callbackId);
    const now = clock.now();
    const operation: DurableOperation = {
      ...row.operation,
      Status: "error" in answer ? "FAILED" : "SUCCEEDED",
      EndTimestamp: new Date(now),
      CallbackDetails: {
        CallbackId: callbackId,
        ...("error" in answer ? { Error: answer.error } : answer.result !== undefined && { Result: answer.result }),
      },
    };
    operations.put(execution.id, execution.token, operation, row.deadlines);
    history.append(execution.id, callbackEvent(operation, now));
    if (execution.phase === "parked") executions.queue(execution.id);
  });
}

/**
 * Keeps a callback alive: its heartbeat time-out begins anew.
 * @throws {AwsError} CallbackTimeoutException
 */
export function heartbeat(backend: Backend, callbackId: string): void {
  const { store, operations, executions, clock } = backend;
  store.write(() => {
    const { execution, row } = openCallback(backend, callbackId);
    const { heartbeatSeconds } = row.deadlines ?? {};
    if (heartbeatSeconds === undefined) return;
    const deadlines = { ...row.deadlines, heartbeatAt: clock.now() + heartbeatSeconds * 1000 };
    operations.setDeadlines(execution.id, row.operation.Id, deadlines);
    const dueAt = operations.nextDueAt(execution.id);
    if (execution.phase === "parked" && dueAt !== undefined) executions.park(execution.id, dueAt);
  });
}

/** The ARN of the execution that made a callback; undefined if it is none that is known. */
export function executionArnOf(backend: Backend, callbackId: string): string | undefined {
  try {
    return backend.executions.get(parse(callbackId)[0])?.arn;
  } catch {
    return undefined;
  }
}

function openCallback(backend: Backend, callbackId: string) {
  const [executionId, operationId] = parse(callbackId);
  const execution = backend.executions.get(executionId);
  const row = backend.operations.get(executionId, operationId);
  const isOpen = row?.operation.Status === "STARTED" && row.operation.CallbackDetails?.CallbackId === callbackId;
  if (execution?.status !== "RUNNING" || !isOpen) throw callbackClosed();
  return { execution, row: row as OperationRow };
}

function parse(callbackId: string): [executionId: number, operationId: string] {
  try {
    const [executionId, operationId] = JSON.parse(Buffer.from(callbackId, "base64url").toString()) as unknown[];
    if (typeof executionId === "number" && typeof operationId === "string") return [executionId, operationId];
  } catch {
    // not ours
  }
  throw invalid("Invalid callback id");
}
