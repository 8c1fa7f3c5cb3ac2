import { invalid } from "./errors.ts";
import type { DurableOperation, OperationUpdate } from "./operation.ts";

/** Updates in one checkpoint. */
export const maxUpdates = 250;
/** Bytes of all updates of one checkpoint; a single update may be larger, as the result of an execution is. */
export const maxBatchBytes = 750 * 1024;
/** Bytes of the result of one step, context or callback. */
export const maxResultBytes = 256 * 1024;
/** Bytes of an update that carries an error. */
export const maxErrorBytes = 32 * 1024;
/** Operations of one execution. */
export const maxOperations = 3000;
/** The longest wait or delay: 366 days. */
export const maxDelaySeconds = 31_622_400;

/**
 * Checks what a checkpoint asks for as a whole: sizes, order, parents and doubles. `existing` finds an operation that was
 * there before. Whether an update is legal in its operation's status is `applyUpdate`'s to say.
 * @throws {AwsError} InvalidParameterValueException
 */
export function checkUpdates(updates: OperationUpdate[], existing: (id: string) => DurableOperation | undefined): void {
  if (updates.length > maxUpdates)
    throw invalid(`Cannot checkpoint more than ${maxUpdates} updates: current value is ${updates.length}`);
  const bytes = updates.map((update) => Buffer.byteLength(JSON.stringify(update)));
  const total = bytes.reduce((sum, size) => sum + size, 0);
  if (updates.length > 1 && total > maxBatchBytes) {
    throw invalid(`Cannot checkpoint more than ${maxBatchBytes} bytes of updates: current value is ${total}`);
  }
  const execution = updates.findIndex((update) => update.Type === "EXECUTION");
  if (execution !== updates.findLastIndex((update) => update.Type === "EXECUTION")) {
    throw invalid("Cannot checkpoint multiple EXECUTION updates.");
  }
  if (execution >= 0 && execution !== updates.length - 1) throw invalid("EXECUTION checkpoint must be the last update.");
  checkOrder(updates, existing);
  updates.forEach((update, index) => {
    checkUpdate(update, bytes[index] as number);
  });
}

function checkOrder(updates: OperationUpdate[], existing: (id: string) => DurableOperation | undefined): void {
  const seen = new Map<string, OperationUpdate>();
  const started = new Map<string, OperationUpdate>();
  for (const update of updates) {
    const before = seen.get(update.Id);
    const pair = before?.Action === "START" && update.Action !== "START" && (before.Type === "STEP" || before.Type === "CONTEXT");
    if (before && !pair) throw invalid("Cannot update the same operation twice in a single request.");
    if (update.ParentId !== undefined) {
      const parent = started.get(update.ParentId) ?? existing(update.ParentId);
      if (parent?.Type !== "CONTEXT") throw invalid("Invalid parent operation id.");
    }
    if (update.Action === "START") started.set(update.Id, update);
    seen.set(update.Id, update);
  }
}

function checkUpdate(update: OperationUpdate, bytes: number): void {
  const { Type, Action, Payload, Error: error } = update;
  checkLength("id", update.Id, 64);
  if (update.Name !== undefined) checkLength("name", update.Name, 256);
  if (update.ParentId !== undefined) checkLength("parentId", update.ParentId, 64);
  if (error && bytes > maxErrorBytes) throw invalid(`Error object size must be less than ${maxErrorBytes} bytes.`);
  if (Action === "FAIL" && Payload !== undefined) throw invalid("Cannot provide a Payload for FAIL action.");
  if (Action === "SUCCEED" && error) throw invalid("Cannot provide an Error for SUCCEED action.");
  if (Type !== "EXECUTION" && Payload !== undefined && Buffer.byteLength(Payload) > maxResultBytes) {
    throw invalid(`${Type} output payload size must be less than or equal to ${maxResultBytes} bytes.`);
  }
  if (Action === "RETRY") {
    if (!update.StepOptions) throw invalid("Invalid StepOptions for the given action.");
    if (error && Payload !== undefined) throw invalid("Cannot provide both error and payload to RETRY a STEP.");
    checkSeconds("nextAttemptDelaySeconds", update.StepOptions.NextAttemptDelaySeconds);
  }
  if (Type === "WAIT" && Action === "START") checkSeconds("waitSeconds", update.WaitOptions?.WaitSeconds);
  if (Type === "CALLBACK" && Action === "START") {
    const { TimeoutSeconds = 0, HeartbeatTimeoutSeconds = 0 } = update.CallbackOptions ?? {};
    if (TimeoutSeconds !== 0) checkSeconds("timeoutSeconds", TimeoutSeconds);
    if (HeartbeatTimeoutSeconds !== 0) checkSeconds("heartbeatTimeoutSeconds", HeartbeatTimeoutSeconds);
  }
}

function checkLength(member: string, value: string, max: number): void {
  if (value.length < 1 || value.length > max) {
    throw invalid(`Cannot checkpoint as '${member}' must have 1 to ${max} characters: current length is ${value.length}`);
  }
}

function checkSeconds(member: string, value: number | undefined): void {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > maxDelaySeconds) {
    throw invalid(`Cannot checkpoint as '${member}' must be 1 to ${maxDelaySeconds} seconds: current value is ${value}`);
  }
}
