import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axis } from "./axis.ts";

describe("the axis of a timeline", () => {
  test("is true to scale where something always happens", () => {
    const column = axis([{ from: 0, to: 100 }], 11);
    assert.deepEqual([0, 10, 50, 100].map(column), [0, 1, 5, 10]);
  });

  test("cuts a pause to a quarter of what happens, whatever its length", () => {
    const spans = (pauseMs: number) => [
      { from: 0, to: 40 },
      { from: 40 + pauseMs, to: 80 + pauseMs },
    ];
    const hour = axis(spans(3_600_000), 101);
    const day = axis(spans(86_400_000), 101);
    assert.equal(hour(40), 40);
    assert.equal(hour(40 + 3_600_000), 60);
    assert.equal(day(40 + 86_400_000), 60);
  });

  test("never runs backwards and never leaves the picture", () => {
    const spans = [
      { from: 5, to: 5 },
      { from: 0, to: 3 },
      { from: 900, to: 1200 },
      { from: 1000, to: 1100 },
    ];
    const column = axis(spans, 20);
    const columns = Array.from({ length: 1300 }, (_, at) => column(at));
    assert.deepEqual(
      columns,
      columns.toSorted((a, b) => a - b),
    );
    assert.equal(columns[0], 0);
    assert.equal(columns.at(-1), 19);
  });

  test("shows a single moment", () => {
    assert.equal(axis([{ from: 7, to: 7 }], 10)(7), 0);
  });
});
