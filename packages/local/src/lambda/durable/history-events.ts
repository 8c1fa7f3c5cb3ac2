import type { HistoryEvent } from "./history.ts";
import type { DurableOperation, ErrorObject, OperationType, OperationUpdate } from "./operation.ts";

const typeNames: Record<OperationType, string> = {
  EXECUTION: "Execution",
  CONTEXT: "Context",
  STEP: "Step",
  WAIT: "Wait",
  CALLBACK: "Callback",
  CHAINED_INVOKE: "ChainedInvoke",
};

/** What an update did, told as an event; `operation` is the operation after it, `now` in milliseconds. */
export function updateEvent(update: OperationUpdate, operation: DurableOperation, now: number): HistoryEvent {
  if (update.Action === "START") return event("Started", operation, now, startDetails(update, operation));
  if (update.Action === "CANCEL") return event("Cancelled", operation, now, {});
  // A step that polls is tried again without an error.
  const failed = update.Action === "FAIL" || (update.Action === "RETRY" && update.Error !== undefined);
  const outcome = failed ? { Error: { Payload: update.Error } } : { Result: { Payload: update.Payload } };
  const { Attempt: CurrentAttempt } = operation.StepDetails ?? {};
  const { NextAttemptDelaySeconds } = update.StepOptions ?? {};
  const retry = update.Type === "STEP" ? { RetryDetails: { CurrentAttempt, NextAttemptDelaySeconds } } : {};
  return event(failed ? "Failed" : "Succeeded", operation, now, { ...outcome, ...retry });
}

/** What time did to an operation; undefined for a step that may try again, which AWS does not tell of. */
export function dueEvent(operation: DurableOperation, now: number): HistoryEvent | undefined {
  if (operation.Type === "WAIT") {
    const Duration =
      ((operation.WaitDetails?.ScheduledEndTimestamp?.getTime() ?? now) - operation.StartTimestamp.getTime()) / 1000;
    return event("Succeeded", operation, now, { Duration });
  }
  return operation.Type === "CALLBACK" ? callbackEvent(operation, now) : undefined;
}

/** The end of a callback, from outside or by time. */
export function callbackEvent(operation: DurableOperation, now: number): HistoryEvent {
  const { Result, Error: error } = operation.CallbackDetails ?? {};
  if (operation.Status === "SUCCEEDED") return event("Succeeded", operation, now, { Result: { Payload: Result } });
  return event(operation.Status === "TIMED_OUT" ? "TimedOut" : "Failed", operation, now, { Error: { Payload: error } });
}

/** The begin of an execution. */
export function startedEvent(operation: DurableOperation, timeoutSeconds: number): HistoryEvent {
  const details = { Input: { Payload: operation.ExecutionDetails?.InputPayload }, ExecutionTimeout: timeoutSeconds };
  return event("Started", operation, operation.StartTimestamp.getTime(), details);
}

/** The end of an execution. */
export function endedEvent(
  operation: DurableOperation,
  status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED",
  result: string | undefined,
  error: ErrorObject | undefined,
  now: number,
): HistoryEvent {
  const kinds = { SUCCEEDED: "Succeeded", FAILED: "Failed", TIMED_OUT: "TimedOut", STOPPED: "Stopped" } as const;
  const details = status === "SUCCEEDED" ? { Result: { Payload: result } } : { Error: { Payload: error ?? {} } };
  return event(kinds[status], operation, now, details);
}

/** One invocation of the function, which an execution may need many of. Times in milliseconds. */
export function invocationEvent(
  requestId: string,
  startedAt: number,
  endedAt: number,
  error: ErrorObject | undefined,
): HistoryEvent {
  return {
    EventType: "InvocationCompleted",
    EventTimestamp: new Date(endedAt),
    InvocationCompletedDetails: {
      StartTimestamp: new Date(startedAt),
      EndTimestamp: new Date(endedAt),
      RequestId: requestId,
      ...(error && { Error: { Payload: error } }),
    },
  };
}

function startDetails(update: OperationUpdate, operation: DurableOperation): object {
  if (update.Type === "WAIT") {
    return { Duration: update.WaitOptions?.WaitSeconds, ScheduledEndTimestamp: operation.WaitDetails?.ScheduledEndTimestamp };
  }
  if (update.Type === "CALLBACK") {
    const { TimeoutSeconds, HeartbeatTimeoutSeconds } = update.CallbackOptions ?? {};
    return {
      CallbackId: operation.CallbackDetails?.CallbackId,
      Timeout: TimeoutSeconds,
      HeartbeatTimeout: HeartbeatTimeoutSeconds,
    };
  }
  return {};
}

function event(kind: string, operation: DurableOperation, now: number, details: object): HistoryEvent {
  const { Id, Name, SubType, ParentId, Type } = operation;
  const named = `${typeNames[Type]}${kind}`;
  return { EventType: named, EventTimestamp: new Date(now), Id, Name, SubType, ParentId, [`${named}Details`]: details };
}
