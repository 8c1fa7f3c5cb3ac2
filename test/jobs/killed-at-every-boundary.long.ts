import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BoundaryStage, startBoundaryStage } from "./boundaries.ts";
import { functions } from "./effects.ts";

let at: BoundaryStage;
before(async () => {
  at = await startBoundaryStage();
});
after(() => at?.stage.stop());

test("a trigger that is killed before its first AWS call loses nobody", async () => {
  at.stage.dev.local.faults.add({ id: "once", kind: "crash-function", callerFunction: "foyer-trigger", count: 1 });
  await at.onboard("before the first call");
});

for (const name of functions) {
  test(`whichever effect or mark of the example it is after which the process of ${name} is killed, the guarantee holds`, async () => {
    const { faults } = at.stage.dev.local;
    for (const boundary of at.boundaries.filter(({ callerFunction }) => callerFunction === name)) {
      faults.add({ ...boundary, id: "once", kind: "crash-function", when: "after", count: 1 });
      const when = `${name} killed after ${boundary.operation} ${boundary.after + 1}`;
      await at.onboard(when);
      assert.equal(faults.list()[0]?.fired, 1, when);
    }
  });
}
