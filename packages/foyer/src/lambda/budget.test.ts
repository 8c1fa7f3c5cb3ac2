import assert from "node:assert/strict";
import { test } from "node:test";
import { startBudget } from "./budget.ts";

test("a slow cold start leaves a second, and the next invocation has the whole budget", (t) => {
  t.mock.method(performance, "now", () => 4_200);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  using cold = startBudget(3_500);
  t.mock.timers.tick(499);
  assert.equal(cold.steps.aborted, false);
  t.mock.timers.tick(500);
  assert.deepEqual([cold.steps.aborted, cold.answer.aborted], [true, false]);
  t.mock.timers.tick(1);
  assert.equal(cold.answer.aborted, true);
  using warm = startBudget(3_500);
  t.mock.timers.tick(3_499);
  assert.deepEqual([warm.steps.aborted, warm.answer.aborted], [true, false]);
  t.mock.timers.tick(1);
  assert.equal(warm.answer.aborted, true);
});

test("Lambda's own timeout is respected even so", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  using budget = startBudget(3_500, 600);
  t.mock.timers.tick(400);
  assert.equal(budget.answer.aborted, true);
});
