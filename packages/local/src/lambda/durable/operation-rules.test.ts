import assert from "node:assert/strict";
import { test } from "node:test";
import type { DurableOperation, OperationAction, OperationStatus, OperationType } from "./operation.ts";
import { applyUpdate, dueAt, whenDue } from "./operation-rules.ts";

const now = 1_000_000;
const statuses: OperationStatus[] = ["STARTED", "PENDING", "READY", "SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT", "STOPPED"];
const actions: OperationAction[] = ["START", "SUCCEED", "FAIL", "RETRY", "CANCEL"];

const operation = (Type: OperationType, Status: OperationStatus, details: Partial<DurableOperation> = {}): DurableOperation => ({
  Id: "a",
  Type,
  Status,
  StartTimestamp: new Date(0),
  ...details,
});
const update = (Type: OperationType, Action: OperationAction) => ({
  ...{ Id: "a", Type, Action },
  ...(Type === "WAIT" && { WaitOptions: { WaitSeconds: 60 } }),
  ...(Action === "RETRY" && { StepOptions: { NextAttemptDelaySeconds: 5 } }),
});

// Action → what it is legal for → what follows.
const legal: Partial<
  Record<OperationType, Partial<Record<OperationAction, [from: (OperationStatus | undefined)[], to: OperationStatus]>>>
> = {
  STEP: {
    START: [[undefined, "READY"], "STARTED"],
    SUCCEED: [[undefined, "STARTED", "READY"], "SUCCEEDED"],
    FAIL: [[undefined, "STARTED", "READY"], "FAILED"],
    RETRY: [[undefined, "STARTED", "READY"], "PENDING"],
  },
  CONTEXT: {
    START: [[undefined], "STARTED"],
    SUCCEED: [[undefined, "STARTED"], "SUCCEEDED"],
    FAIL: [[undefined, "STARTED"], "FAILED"],
  },
  WAIT: { START: [[undefined], "STARTED"], CANCEL: [["STARTED"], "CANCELLED"] },
  CALLBACK: { START: [[undefined], "STARTED"], CANCEL: [["STARTED"], "CANCELLED"] },
};

for (const type of ["STEP", "CONTEXT", "WAIT", "CALLBACK"] as const) {
  test(`a ${type} takes exactly the updates that its status allows`, () => {
    for (const action of actions) {
      for (const status of [undefined, ...statuses]) {
        const before = status && operation(type, status);
        const rule = legal[type]?.[action];
        const act = () => applyUpdate(before, update(type, action), now);
        const label = `${action} of a ${type} that is ${status ?? "new"}`;
        if (rule?.[0].includes(status)) assert.equal(act().Status, rule[1], label);
        else assert.throws(act, { name: "InvalidParameterValueException" }, label);
      }
    }
  });
}

test("an attempt is counted when it ends, not when it starts", () => {
  const started = applyUpdate(undefined, update("STEP", "START"), now);
  assert.equal(started.StepDetails?.Attempt, undefined);
  const retried = applyUpdate(started, { ...update("STEP", "RETRY"), Error: { ErrorMessage: "no" } }, now);
  assert.deepEqual(retried.StepDetails, {
    Attempt: 1,
    NextAttemptTimestamp: new Date(now + 5000),
    Error: { ErrorMessage: "no" },
  });
  const again = applyUpdate(whenDue(retried, now, ""), update("STEP", "START"), now);
  assert.equal(again.StepDetails?.Attempt, 1);
  assert.equal(again.StepDetails?.NextAttemptTimestamp, undefined);
  const done = applyUpdate(again, { ...update("STEP", "SUCCEED"), Payload: "7" }, now + 1);
  assert.deepEqual(done.StepDetails, { Attempt: 2, Result: "7" });
  assert.deepEqual(done.EndTimestamp, new Date(now + 1));
});

test("an update leaves the operation that it was given as it was", () => {
  const before = operation("STEP", "READY", { StepDetails: { Attempt: 1, NextAttemptTimestamp: new Date(5) } });
  const copy = structuredClone(before);
  for (const action of ["START", "SUCCEED", "FAIL", "RETRY"] as const) applyUpdate(before, update("STEP", action), now);
  assert.deepEqual(before, copy);
});

test("time ends a wait, readies a step and runs out for a callback", () => {
  const wait = applyUpdate(undefined, update("WAIT", "START"), now);
  assert.equal(dueAt(wait), now + 60_000);
  const over = whenDue(wait, now + 60_000, "");
  assert.deepEqual([over.Status, over.EndTimestamp, dueAt(over)], ["SUCCEEDED", new Date(now + 60_000), undefined]);
  const step = applyUpdate(undefined, update("STEP", "RETRY"), now);
  assert.equal(dueAt(step), now + 5000);
  assert.equal(whenDue(step, now, "").Status, "READY");
  const late = whenDue(operation("CALLBACK", "STARTED", { CallbackDetails: { CallbackId: "c" } }), now, "too late");
  assert.deepEqual([late.Status, late.CallbackDetails], ["TIMED_OUT", { CallbackId: "c", Error: { ErrorMessage: "too late" } }]);
});

test("an update of another type than the operation's is refused, and so is CHAINED_INVOKE", () => {
  assert.throws(() => applyUpdate(operation("CONTEXT", "STARTED"), update("STEP", "SUCCEED"), now), /Invalid operation type/);
  assert.throws(() => applyUpdate(undefined, update("CHAINED_INVOKE", "START"), now), /CHAINED_INVOKE is not emulated/);
});
