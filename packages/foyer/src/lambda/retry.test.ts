import assert from "node:assert/strict";
import { test } from "node:test";
import { MAX_ATTEMPTS, retryLater } from "./retry.ts";

const error = new Error("throttled");
const delays = () => Array.from({ length: MAX_ATTEMPTS - 1 }, (_, made) => retryLater(error, made + 1).delay?.seconds as number);

test("the waits grow, with jitter, up to an hour", () => {
  for (let round = 0; round < 100; round++) {
    delays().forEach((seconds, index) => {
      assert.ok(
        Number.isInteger(seconds) && seconds >= 1 && seconds <= Math.min(2 * 2 ** index, 3_600),
        `${seconds} at ${index}`,
      );
    });
  }
  assert.ok(new Set(Array.from({ length: 50 }, () => delays().at(-1))).size > 10);
});

test("all waits together are about a day", () => {
  const days = Array.from({ length: 200 }, () => delays().reduce((sum, seconds) => sum + seconds, 0) / 86_400);
  const mean = days.reduce((sum, each) => sum + each, 0) / days.length;
  assert.ok(mean > 0.9 && mean < 1.2, `${mean} days`);
});

test("after the last attempt there is none", () => {
  assert.deepEqual(retryLater(error, MAX_ATTEMPTS), { shouldRetry: false });
});
