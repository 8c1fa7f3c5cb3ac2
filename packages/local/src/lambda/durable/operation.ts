/** What a durable execution consists of, in the words and the casing of Lambda's API. */

export type OperationType = "EXECUTION" | "CONTEXT" | "STEP" | "WAIT" | "CALLBACK" | "CHAINED_INVOKE";
export type OperationAction = "START" | "SUCCEED" | "FAIL" | "RETRY" | "CANCEL";
export type OperationStatus = "STARTED" | "PENDING" | "READY" | "SUCCEEDED" | "FAILED" | "CANCELLED" | "TIMED_OUT" | "STOPPED";

export interface ErrorObject {
  ErrorMessage?: string;
  ErrorType?: string;
  ErrorData?: string;
  StackTrace?: string[];
}

/** One operation of an execution: a step, a wait, the execution itself. Results and payloads are serialised text. */
export interface DurableOperation {
  /** The SDK's hash of the position in the code; the name is only compared, never the key. */
  Id: string;
  ParentId?: string;
  Name?: string;
  Type: OperationType;
  SubType?: string;
  Status: OperationStatus;
  StartTimestamp: Date;
  EndTimestamp?: Date;
  ExecutionDetails?: { InputPayload?: string };
  ContextDetails?: { ReplayChildren?: boolean; Result?: string; Error?: ErrorObject };
  /** `Attempt`: how many attempts have ended. */
  StepDetails?: { Attempt?: number; NextAttemptTimestamp?: Date; Result?: string; Error?: ErrorObject };
  WaitDetails?: { ScheduledEndTimestamp?: Date };
  CallbackDetails?: { CallbackId?: string; Result?: string; Error?: ErrorObject };
}

/** What a checkpoint asks of one operation. */
export interface OperationUpdate {
  Id: string;
  Type: OperationType;
  Action: OperationAction;
  ParentId?: string;
  Name?: string;
  SubType?: string;
  Payload?: string;
  Error?: ErrorObject;
  ContextOptions?: { ReplayChildren?: boolean };
  StepOptions?: { NextAttemptDelaySeconds?: number };
  WaitOptions?: { WaitSeconds?: number };
  CallbackOptions?: { TimeoutSeconds?: number; HeartbeatTimeoutSeconds?: number };
}

/** Reads what was stored as JSON; timestamps become `Date` again. */
export function parseStored<T>(json: string): T {
  return JSON.parse(json, (key, value) => (key.endsWith("Timestamp") ? new Date(value) : value)) as T;
}
