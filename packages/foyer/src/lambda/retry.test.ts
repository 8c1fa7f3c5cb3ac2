import assert from "node:assert/strict";
import { test } from "node:test";
import { attemptsWithin, PauseBeforeRetry, RETRY_HORIZON_SECONDS, retryUpTo } from "./retry.ts";

/** The seconds that all waits of a step that never succeeds take. */
function total(maxAttempts: number): number {
  const retry = retryUpTo(maxAttempts);
  let seconds = 0;
  for (let attempts = 1; ; attempts++) {
    const { shouldRetry, delay } = retry(new Error(), attempts);
    if (!shouldRetry) return seconds;
    seconds += delay?.seconds ?? 0;
  }
}

test("the attempts fill the horizon on average, whatever it is", () => {
  for (const horizon of [60, 3_600, RETRY_HORIZON_SECONDS, 7 * RETRY_HORIZON_SECONDS]) {
    const attempts = attemptsWithin(horizon);
    const totals = Array.from({ length: 400 }, () => total(attempts));
    const mean = totals.reduce((sum, each) => sum + each, 0) / totals.length;
    assert.ok(mean > horizon * 0.45 && mean < horizon * 1.2, `${attempts} attempts take ${mean} of ${horizon} seconds`);
  }
});

test("users of one outage do not come back together", () => {
  const retry = retryUpTo(60);
  const delays = Array.from({ length: 100 }, () => retry(new Error(), 12).delay?.seconds);
  assert.ok(new Set(delays).size > 60);
});

test("a wait is from a second to an hour", () => {
  const retry = retryUpTo(1_000);
  for (let attempts = 1; attempts < 200; attempts++) {
    const seconds = retry(new Error(), attempts).delay?.seconds ?? 0;
    assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 3_600, `${seconds}`);
  }
});

test("who asks to be left alone is, for up to an hour, and no attempt more is made for it", () => {
  const retry = retryUpTo(3);
  const pause = (seconds: number, attemptsMade = 1) => retry(new PauseBeforeRetry("", seconds), attemptsMade);
  const asked: [asked: number, kept: number][] = [
    [90, 90],
    [2.5, 3],
    [86_400, 3_600],
    [Number.POSITIVE_INFINITY, 3_600],
  ];
  for (const [seconds, kept] of asked) assert.equal(pause(seconds).delay?.seconds, kept);
  for (const seconds of [0, -5, Number.NaN]) assert.ok([1, 2].includes(pause(seconds).delay?.seconds ?? 0), `${seconds}`);
  assert.deepEqual(pause(90, 3), { shouldRetry: false });
});
