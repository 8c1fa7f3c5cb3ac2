import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { scaleOf, ticksOf } from "./scale.ts";

const day = 86_400_000;
const span = fc
  .tuple(fc.integer({ min: 0, max: 10 * day }), fc.integer({ min: 0, max: 20_000 }))
  .map(([from, ms]) => ({ from, to: from + ms }));

describe("the scale of a timeline", () => {
  it("keeps 200 ms wide beside a wait of three days, which is folded", () => {
    const { stretches, place } = scaleOf([
      { from: 0, to: 200 },
      { from: 3 * day, to: 3 * day + 100 },
    ]);
    assert.deepEqual(
      stretches.map(({ folded }) => folded),
      [false, true, false],
    );
    assert.ok(place(200) - place(0) > 0.5);
    // True to scale on both sides of the fold.
    const [first, second] = [place(200) - place(0), place(3 * day + 100) - place(3 * day)];
    assert.ok(Math.abs(first / second - 2) < 0.01);
  });

  it("folds no pause that is short against what happens", () => {
    const { stretches } = scaleOf([
      { from: 0, to: 5000 },
      { from: 6000, to: 11_000 },
    ]);
    assert.equal(stretches.length, 1);
  });

  it("leaves most of the room to what happens, however many pauses there are", () => {
    const { stretches } = scaleOf(Array.from({ length: 40 }, (_, index) => ({ from: index * day, to: index * day + 50 })));
    const folded = stretches.filter((one) => one.folded).reduce((sum, { left, right }) => sum + right - left, 0);
    assert.ok(folded <= 0.451, `${folded}`);
  });

  it("has room for moments that have no length", () => {
    const { place } = scaleOf([
      { from: 5, to: 5 },
      { from: day, to: day },
    ]);
    assert.ok(place(5) >= 0 && place(day) <= 1 && place(day) - place(5) > 0.05);
    assert.ok(Number.isFinite(scaleOf([]).place(1)));
  });

  it("never puts a later moment before an earlier one, and all within the picture", () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 30 }), (spans) => {
        const { place } = scaleOf(spans);
        const moments = spans.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
        const places = moments.map(place);
        assert.ok(
          places.every(
            (one, index) => one >= -1e-9 && one <= 1 + 1e-9 && (index === 0 || one >= (places[index - 1] ?? 0) - 1e-9),
          ),
        );
      }),
    );
  });

  it("has lines at round amounts only, far enough from each other", () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 10 }), (spans) => {
        const scale = scaleOf(spans);
        const ticks = ticksOf(scale, 0.1);
        assert.ok(ticks.length <= 10, `${ticks.length} lines`);
        for (const { afterMs } of ticks) assert.match(String(afterMs / 10 ** Math.floor(Math.log10(afterMs))), /^\d(\.\d+)?$/);
      }),
    );
    const { stretches, place } = scaleOf([{ from: 0, to: 1000 }]);
    assert.deepEqual(
      ticksOf({ stretches, place }, 0.2).map(({ afterMs }) => afterMs),
      [500, 1000],
    );
  });
});
