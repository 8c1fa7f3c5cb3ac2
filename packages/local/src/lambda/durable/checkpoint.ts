import { randomUUID } from "node:crypto";
import type { Backend } from "./backend.ts";
import { checkpointToken, tokenNumber } from "./checkpoint-token.ts";
import { applyDue } from "./due-operations.ts";
import { executionNotFound, invalid, staleToken } from "./errors.ts";
import { executionIdOf } from "./execution-arn.ts";
import { endExecution } from "./execution-end.ts";
import type { Execution } from "./execution-table.ts";
import { updateEvent } from "./history-events.ts";
import type { DurableOperation, OperationUpdate } from "./operation.ts";
import { applyUpdate } from "./operation-rules.ts";
import type { CallbackDeadlines } from "./operation-table.ts";
import { checkUpdates, maxOperations } from "./update-limits.ts";

export interface CheckpointRequest {
  DurableExecutionArn: string;
  CheckpointToken: string;
  /** A call that is repeated with the same one within 15 minutes is applied once. */
  ClientToken?: string;
  Updates?: OperationUpdate[];
}

export interface CheckpointResponse {
  /** For the next checkpoint; absent once the execution is over. */
  CheckpointToken?: string;
  /** What this call changed and what else changed since the last reply. */
  NewExecutionState: { Operations: DurableOperation[] };
}

const clientTokenLifeMs = 15 * 60_000;

/**
 * Applies one checkpoint, all of it or nothing, and consumes its token.
 * @throws {AwsError} InvalidParameterValueException, also for a token that is not the good one; ResourceNotFoundException.
 */
export function checkpoint(backend: Backend, request: CheckpointRequest): CheckpointResponse {
  const { store, clock, executions, operations } = backend;
  const executionId = executionIdOf(request.DurableExecutionArn);
  return store.write(() => {
    const execution = executions.byArn(request.DurableExecutionArn);
    if (!execution) throw executionNotFound(request.DurableExecutionArn);
    const now = clock.now();
    const token = tokenNumber(executionId, request.CheckpointToken);
    if (token === undefined) throw staleToken();
    if (!isRepeated(execution, token, request.ClientToken, now)) {
      if (!executions.consumeToken(execution.id, token, request.ClientToken, now)) throw staleToken();
      apply(backend, execution, request.Updates ?? [], now);
    }
    const isOver = executions.get(execution.id)?.status !== "RUNNING";
    return {
      ...(!isOver && { CheckpointToken: checkpointToken(executionId, token + 1) }),
      NewExecutionState: { Operations: operations.changedSince(execution.id, token) },
    };
  });
}

// The client did not get the answer to its last call and asks again.
function isRepeated(execution: Execution, token: number, clientToken: string | undefined, now: number): boolean {
  return (
    clientToken !== undefined &&
    execution.clientToken === clientToken &&
    execution.token === token + 1 &&
    now < execution.clientTokenAt + clientTokenLifeMs
  );
}

function apply(backend: Backend, execution: Execution, updates: OperationUpdate[], now: number): void {
  const { executions, operations, history } = backend;
  const { id, token } = execution;
  checkUpdates(updates, (operationId) => operations.get(id, operationId)?.operation);
  const touched = new Map<string, { operation: DurableOperation; deadlines?: CallbackDeadlines | undefined }>();
  let end: OperationUpdate | undefined;
  let added = 0;
  for (const update of updates) {
    if (update.Type === "EXECUTION") {
      end = update;
      continue;
    }
    const before = touched.get(update.Id) ?? operations.get(id, update.Id);
    const operation = applyUpdate(before?.operation, update, now);
    let deadlines = before?.deadlines;
    if (update.Type === "CALLBACK" && update.Action === "START") {
      operation.CallbackDetails = { CallbackId: callbackId(id, update.Id) };
      deadlines = deadlinesOf(update, now);
    }
    if (!before) added++;
    touched.set(update.Id, { operation, deadlines });
    history.append(id, updateEvent(update, operation, now));
  }
  if (added > 0 && operations.count(id) + added > maxOperations) {
    throw invalid(`Cannot checkpoint as an execution has at most ${maxOperations} operations`);
  }
  for (const { operation, deadlines } of touched.values()) operations.put(id, token, operation, deadlines);
  applyDue(backend, execution, now);
  if (execution.failures > 0 && updates.some((update) => update.Action !== "START")) executions.setFailures(id, 0);
  if (end) {
    // Whatever id the SDK made up for it: an update of type EXECUTION is about the execution itself.
    if (end.Action !== "SUCCEED" && end.Action !== "FAIL") throw invalid("Invalid action for the given operation type.");
    endExecution(backend, execution, {
      status: end.Action === "SUCCEED" ? "SUCCEEDED" : "FAILED",
      result: end.Payload,
      error: end.Error,
    });
  }
}

function deadlinesOf(update: OperationUpdate, now: number): CallbackDeadlines {
  const { TimeoutSeconds, HeartbeatTimeoutSeconds } = update.CallbackOptions ?? {};
  return {
    ...(TimeoutSeconds && { timeoutAt: now + TimeoutSeconds * 1000 }),
    ...(HeartbeatTimeoutSeconds && {
      heartbeatAt: now + HeartbeatTimeoutSeconds * 1000,
      heartbeatSeconds: HeartbeatTimeoutSeconds,
    }),
  };
}

function callbackId(execution: number, operationId: string): string {
  return Buffer.from(JSON.stringify([execution, operationId, randomUUID()])).toString("base64url");
}
