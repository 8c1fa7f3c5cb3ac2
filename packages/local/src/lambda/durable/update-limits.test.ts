import assert from "node:assert/strict";
import { test } from "node:test";
import type { DurableOperation, OperationUpdate } from "./operation.ts";
import { checkUpdates } from "./update-limits.ts";

const step = (Id: string, more: Partial<OperationUpdate> = {}): OperationUpdate => ({
  Id,
  Type: "STEP",
  Action: "SUCCEED",
  ...more,
});
const context = (Id: string, more: Partial<OperationUpdate> = {}): OperationUpdate => ({
  Id,
  Type: "CONTEXT",
  Action: "START",
  ...more,
});
const wait = (WaitSeconds: number | undefined): OperationUpdate => ({
  Id: "w",
  Type: "WAIT",
  Action: "START",
  WaitOptions: { WaitSeconds },
});
const retry = (NextAttemptDelaySeconds: number): OperationUpdate =>
  step("s", { Action: "RETRY", StepOptions: { NextAttemptDelaySeconds } });
const execution: OperationUpdate = { Id: "e", Type: "EXECUTION", Action: "SUCCEED" };
const stored = new Map<string, DurableOperation>(
  (["CONTEXT", "STEP"] as const).map((Type) => [Type, { Id: Type, Type, Status: "STARTED", StartTimestamp: new Date(0) }]),
);

const accepts = (...updates: OperationUpdate[]) => checkUpdates(updates, (id) => stored.get(id));
const refuses = (message: RegExp, ...updates: OperationUpdate[]) =>
  assert.throws(() => accepts(...updates), { name: "InvalidParameterValueException", message });

test("a batch has at most 250 updates and 750 KB; one update alone may be larger", () => {
  const many = (count: number) => Array.from({ length: count }, (_, n) => step(`s${n}`));
  accepts(...many(250));
  refuses(/more than 250 updates: current value is 251/, ...many(251));
  const Payload = "x".repeat(255 * 1024);
  accepts(step("a", { Payload }), step("b", { Payload }));
  refuses(/more than 768000 bytes/, step("a", { Payload }), step("b", { Payload }), step("c", { Payload }), step("d"));
  accepts({ ...execution, Payload: "x".repeat(6_000_000) });
});

test("a result has at most 256 KB, counted in bytes, and an error 32 KB", () => {
  accepts(step("a", { Payload: "x".repeat(262_144) }));
  refuses(/STEP output payload size must be less than or equal to 262144 bytes/, step("a", { Payload: "x".repeat(262_145) }));
  refuses(/CONTEXT output payload size/, context("a", { Action: "SUCCEED", Payload: "ä".repeat(131_073) }));
  refuses(/Error object size/, step("a", { Action: "FAIL", Error: { ErrorMessage: "x".repeat(32_768) } }));
});

test("delays and waits last 1 second to 366 days", () => {
  for (const seconds of [1, 31_622_400]) accepts(wait(seconds), retry(seconds));
  for (const seconds of [0, -1, 1.5, 31_622_401, Number.NaN]) {
    refuses(/'waitSeconds' must be 1 to 31622400 seconds/, wait(seconds));
    refuses(/'nextAttemptDelaySeconds' must be 1 to 31622400 seconds/, retry(seconds));
  }
  refuses(/'waitSeconds'/, wait(undefined));
  refuses(/StepOptions/, step("s", { Action: "RETRY" }));
});

test("an operation comes once in a batch, or as START and then its end", () => {
  accepts(step("a", { Action: "START" }), step("a"));
  accepts(context("a"), step("b", { ParentId: "a" }), context("a", { Action: "SUCCEED" }));
  refuses(/same operation twice/, step("a"), step("a"));
  refuses(/same operation twice/, step("a", { Action: "START" }), step("a", { Action: "START" }));
  refuses(/same operation twice/, step("a", { Action: "START" }), step("a"), step("a"));
  refuses(/same operation twice/, wait(1), { Id: "w", Type: "WAIT", Action: "CANCEL" });
});

test("a parent is a context that exists or begins earlier in the batch", () => {
  accepts(step("a", { ParentId: "CONTEXT" }));
  accepts(context("c"), step("a", { ParentId: "c" }));
  refuses(/Invalid parent operation id/, step("a", { ParentId: "STEP" }));
  refuses(/Invalid parent operation id/, step("a", { ParentId: "nobody" }));
  refuses(/Invalid parent operation id/, step("a", { ParentId: "c" }), context("c"));
});

test("an update of the execution comes last, and alone of its kind", () => {
  accepts(step("a"), execution);
  refuses(/must be the last/, execution, step("a"));
  refuses(/multiple EXECUTION/, execution, execution);
});

test("an end has a result or an error, not the other's", () => {
  refuses(/Payload for FAIL/, step("a", { Action: "FAIL", Payload: "1" }));
  refuses(/Error for SUCCEED/, step("a", { Error: {} }));
});

test("ids have at most 64 characters and names at most 256", () => {
  accepts(step("x".repeat(64), { Name: "n".repeat(256) }));
  refuses(/'id' must have 1 to 64/, step("x".repeat(65)));
  refuses(/'name' must have 1 to 256/, step("a", { Name: "n".repeat(257) }));
  refuses(/'name' must have 1 to 256/, step("a", { Name: "" }));
});
