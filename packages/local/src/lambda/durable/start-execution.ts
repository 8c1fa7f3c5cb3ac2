import { randomUUID } from "node:crypto";
import type { DurableConfig } from "../function-definition.ts";
import type { Backend } from "./backend.ts";
import { alreadyStarted, invalid } from "./errors.ts";
import { executionArn } from "./execution-arn.ts";
import type { Execution } from "./execution-table.ts";
import { startedEvent } from "./history-events.ts";
import type { DurableOperation } from "./operation.ts";

export interface StartExecution {
  functionName: string;
  /** `$LATEST` or a number; the execution stays on it. */
  version: string;
  durable?: DurableConfig | undefined;
  /** Makes the start idempotent; default: a new one. */
  name?: string | undefined;
  /** JSON; empty means `{}`. */
  payload: string;
  /** The user it is about, when known. */
  sub?: string | undefined;
}

/**
 * Starts an execution, or finds the one that has the name, running or closed. A name is free again after the retention.
 * Call it inside `store.write`.
 * @throws {AwsError} DurableExecutionAlreadyStartedException if that one was started with another payload,
 * InvalidParameterValueException.
 */
export function startExecution(backend: Backend, request: StartExecution): Execution {
  const { executions, operations, history, journal, clock, place } = backend;
  const { functionName, version, durable, name = randomUUID(), payload, sub } = request;
  if (!durable) throw invalid(`Cannot start a durable execution as the function ${functionName} is not durable`);
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name.slice(0, 100)}' at 'durableExecutionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-_]{1,64}`,
    );
  }
  const input = payload === "" ? "{}" : payload;
  const existing = executions.byName(functionName, name);
  if (existing) {
    if (executions.data(existing.id).payload !== input) throw alreadyStarted(name);
    return existing;
  }
  const startedAt = clock.now();
  const id = randomUUID();
  const arn = executionArn(place, functionName, version, name, id);
  const { executionTimeoutSeconds: timeoutSeconds, retentionDays } = durable;
  const expiresAt = startedAt + timeoutSeconds * 1000;
  const execution = executions.insert(
    { arn, functionName, version, name, sub, timeoutSeconds, retentionDays, startedAt, expiresAt },
    input,
  );
  const operation: DurableOperation = {
    Id: id,
    Type: "EXECUTION",
    Status: "STARTED",
    StartTimestamp: new Date(startedAt),
    ExecutionDetails: { InputPayload: input },
  };
  // -1: the first invocation has nothing to learn from a reply.
  operations.put(execution.id, -1, operation);
  history.append(execution.id, startedEvent(operation, timeoutSeconds));
  journal.record("execution.started", { sub }, { executionArn: arn, name });
  return execution;
}
