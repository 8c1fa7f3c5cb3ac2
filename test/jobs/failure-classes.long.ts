import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Effect } from "../../packages/foyer/src/lambda/step-attempt.ts";
import { type Lab, startLab } from "./failure-classes/lab.ts";
import { pages } from "./failure-classes/pages.ts";
import type { Ends } from "./failure-classes/row.ts";

const root = join(import.meta.dirname, "..", "..");

let lab: Lab;
before(async () => {
  lab = await startLab();
});
after(() => lab.stop());

/** Whether an attempt ended so, in the words of `Ends`. */
const ended: Record<Ends, (effect: Effect) => boolean> = {
  done: ({ state }) => state === "done",
  parked: (effect) => effect.state === "failed" && !effect.retry,
  again: (effect) => effect.state === "failed" && effect.retry,
  "not taken": (effect) => effect.state === "failed" && effect.retry && effect.happened === "no",
  doubt: (effect) => effect.state === "failed" && effect.retry && effect.happened === "maybe",
};

for (const [page, rows] of Object.entries(pages)) {
  for (const row of rows) {
    if ("heldBy" in row) {
      const [file, title] = row.heldBy;
      test(`${page}: ${row.what} is held elsewhere`, () => assert.ok(readFileSync(join(root, file), "utf8").includes(title)));
      continue;
    }
    for (const { name, step, arrange, ends, says, attempt, timeMs } of row.cases) {
      test(`${page}: ${row.what}: ${name}: ${ends}`, async () => {
        await lab.renew();
        await arrange?.(lab);
        const effect = await lab.attempt(step(lab), { number: attempt, timeMs });
        assert.ok(ended[ends](effect), `ended as ${JSON.stringify(effect)}`);
        if (says) assert.match("error" in effect ? effect.error : "", says);
      });
    }
  }
}
