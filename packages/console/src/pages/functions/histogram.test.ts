import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { barsOf, histogramWords } from "./histogram.ts";

const bounds = [1, 10, 100, 1000];
const none = { cold: 0, warm: 0 };

describe("the histogram of durations", () => {
  it("shows the bars that are not empty and one beside them, each with its range", () => {
    const bars = barsOf([none, none, { cold: 1, warm: 4 }, none, none], bounds);
    assert.deepEqual(
      bars.map(({ cold, warm, range, bound }) => [cold, warm, range, bound]),
      [
        [0, 0, "1 ms to 10 ms", "10 ms"],
        [1, 4, "10 ms to 100 ms", "100 ms"],
        [0, 0, "100 ms to 1 s", "1 s"],
      ],
    );
    assert.equal(histogramWords(bars), "10 ms to 100 ms: 1 cold and 4 warm");
  });

  it("has no upper bound at its end and no lower at its begin, and says when there is nothing", () => {
    const bars = barsOf([{ cold: 0, warm: 2 }, none, none, none, { cold: 1, warm: 0 }], bounds);
    assert.deepEqual([bars[0]?.range, bars.at(-1)?.range, bars.at(-1)?.bound], ["up to 1 ms", "more than 1 s", "more"]);
    assert.deepEqual(barsOf([none, none], bounds), []);
    assert.equal(histogramWords([]), "No invocation has ended yet");
  });
});
