import assert from "node:assert/strict";
import { test } from "node:test";
import { amount } from "./times.ts";

test("an amount of time reads in its largest fitting unit", () => {
  const cases: [ms: number, reads: string][] = [
    [0, "0 ms"],
    [18.4, "18 ms"],
    [1_240, "1.2 s"],
    [5_000, "5 s"],
    [60_000, "1 minute"],
    [1_200_000, "20 minutes"],
    [3_600_000, "1 hour"],
    [259_199_600, "3 days"],
    [864_000_000, "10 days"],
  ];
  for (const [ms, reads] of cases) assert.equal(amount(ms), reads);
});
