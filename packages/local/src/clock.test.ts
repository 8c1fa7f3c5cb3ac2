import assert from "node:assert/strict";
import { test } from "node:test";
import { Clock } from "./clock.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
const day = 86_400_000;

test("advance fires what became due, the earliest first, and nothing else", async () => {
  const clock = new Clock();
  const fired: string[] = [];
  clock.at(clock.now() + 3 * day, () => fired.push("day 3"));
  clock.at(clock.now() + day, () => fired.push("day 1"));
  clock.at(clock.now() + 40 * day, () => fired.push("day 40"));
  clock.advance(3 * day);
  await turn();
  assert.deepEqual(fired, ["day 1", "day 3"]);
  clock.advance(37 * day);
  await turn();
  assert.deepEqual(fired, ["day 1", "day 3", "day 40"]);
  clock.stop();
});

test("a cancelled timer never fires and one in the past fires, but not synchronously", async () => {
  const clock = new Clock();
  const fired: string[] = [];
  const cancel = clock.at(clock.now() + day, () => fired.push("cancelled"));
  clock.at(clock.now() - 1, () => fired.push("past"));
  assert.deepEqual(fired, []);
  cancel();
  clock.advance(2 * day);
  await turn();
  assert.deepEqual(fired, ["past"]);
  clock.stop();
});

test("advance refuses to go back", () => {
  assert.throws(() => new Clock().advance(-1), /Cannot move the clock as 'ms' must be zero or more: current value is -1/);
});
