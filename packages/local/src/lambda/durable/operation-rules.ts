import { invalid } from "./errors.ts";
import type { DurableOperation, OperationAction, OperationStatus, OperationType, OperationUpdate } from "./operation.ts";

type Rule = { from: (OperationStatus | "NEW")[]; to: OperationStatus };

// As AWS's own local checkpoint server has it (@aws/durable-execution-sdk-js-testing 1.1.4, checkpoint-server).
const rules: Partial<Record<OperationType, Partial<Record<OperationAction, Rule>>>> = {
  STEP: {
    START: { from: ["NEW", "READY"], to: "STARTED" },
    SUCCEED: { from: ["NEW", "STARTED", "READY"], to: "SUCCEEDED" },
    FAIL: { from: ["NEW", "STARTED", "READY"], to: "FAILED" },
    RETRY: { from: ["NEW", "STARTED", "READY"], to: "PENDING" },
  },
  CONTEXT: {
    START: { from: ["NEW"], to: "STARTED" },
    SUCCEED: { from: ["NEW", "STARTED"], to: "SUCCEEDED" },
    FAIL: { from: ["NEW", "STARTED"], to: "FAILED" },
  },
  WAIT: { START: { from: ["NEW"], to: "STARTED" }, CANCEL: { from: ["STARTED"], to: "CANCELLED" } },
  CALLBACK: { START: { from: ["NEW"], to: "STARTED" }, CANCEL: { from: ["STARTED"], to: "CANCELLED" } },
};

/**
 * The operation after one update at the time `now` (milliseconds); `operation` is what it was, undefined if it is new.
 * @throws {AwsError} InvalidParameterValueException if the update is not legal in that status.
 */
export function applyUpdate(operation: DurableOperation | undefined, update: OperationUpdate, now: number): DurableOperation {
  const rule = ruleFor(operation, update);
  const next: DurableOperation = operation ? { ...operation, Status: rule.to } : begin(update, rule.to, now);
  if (isClosed(rule.to)) next.EndTimestamp = new Date(now);
  switch (update.Type) {
    case "STEP":
      if (update.Action !== "START") next.StepDetails = endAttempt(operation, update, now);
      else if (operation?.StepDetails) next.StepDetails = present({ ...operation.StepDetails, NextAttemptTimestamp: undefined });
      break;
    case "CONTEXT":
      next.ContextDetails = present({
        ReplayChildren: update.ContextOptions?.ReplayChildren ?? operation?.ContextDetails?.ReplayChildren,
        Result: update.Payload,
        Error: update.Error,
      });
      break;
    case "WAIT":
      if (update.Action === "START") {
        next.WaitDetails = { ScheduledEndTimestamp: new Date(now + (update.WaitOptions?.WaitSeconds as number) * 1000) };
      }
      break;
  }
  return next;
}

/** The operation once the moment `dueAt` has come: a wait is over, a step may try again, a callback came too late. */
export function whenDue(operation: DurableOperation, now: number, lateCallback: string): DurableOperation {
  switch (operation.Type) {
    case "STEP":
      return { ...operation, Status: "READY" };
    case "CALLBACK": {
      const CallbackDetails = { ...operation.CallbackDetails, Error: { ErrorMessage: lateCallback } };
      return { ...operation, Status: "TIMED_OUT", EndTimestamp: new Date(now), CallbackDetails };
    }
    default:
      return { ...operation, Status: "SUCCEEDED", EndTimestamp: new Date(now) };
  }
}

/** When time alone moves this operation on (milliseconds since the epoch); undefined if it never does. */
export function dueAt(operation: DurableOperation): number | undefined {
  if (operation.Type === "WAIT" && operation.Status === "STARTED") return operation.WaitDetails?.ScheduledEndTimestamp?.getTime();
  if (operation.Type === "STEP" && operation.Status === "PENDING") return operation.StepDetails?.NextAttemptTimestamp?.getTime();
  return undefined;
}

/** True if no update can change it any more. */
export function isClosed(status: OperationStatus): boolean {
  return status !== "STARTED" && status !== "PENDING" && status !== "READY";
}

function ruleFor(operation: DurableOperation | undefined, update: OperationUpdate): Rule {
  const { Type, Action } = update;
  if (Type === "CHAINED_INVOKE") throw invalid("CHAINED_INVOKE is not emulated");
  const rule = rules[Type]?.[Action];
  if (!rule) throw invalid("Invalid action for the given operation type.");
  if (operation && operation.Type !== Type) throw invalid("Invalid operation type.");
  if (!rule.from.includes(operation?.Status ?? "NEW")) throw invalid(refusal(Type, Action));
  return rule;
}

function refusal(type: OperationType, action: OperationAction): string {
  if (action === "CANCEL") return `Cannot cancel a ${type} that does not exist or has already completed.`;
  if (action === "START" && type !== "STEP") return `Cannot start a ${type} that already exists.`;
  const verb = action === "START" ? "start" : action === "RETRY" ? "re-attempt" : "close";
  return `Invalid current ${type} state to ${verb}.`;
}

function begin(update: OperationUpdate, status: OperationStatus, now: number): DurableOperation {
  return present({
    Id: update.Id,
    ParentId: update.ParentId,
    Name: update.Name,
    Type: update.Type,
    SubType: update.SubType,
    Status: status,
    StartTimestamp: new Date(now),
  });
}

// An attempt is counted when it ends: START does not change the count.
function endAttempt(
  operation: DurableOperation | undefined,
  update: OperationUpdate,
  now: number,
): DurableOperation["StepDetails"] {
  const delaySeconds = update.Action === "RETRY" ? update.StepOptions?.NextAttemptDelaySeconds : undefined;
  return present({
    Attempt: (operation?.StepDetails?.Attempt ?? 0) + 1,
    NextAttemptTimestamp: delaySeconds === undefined ? undefined : new Date(now + delaySeconds * 1000),
    Result: update.Payload,
    Error: update.Error,
  });
}

function present<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key];
  return value;
}
