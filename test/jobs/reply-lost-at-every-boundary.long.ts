import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BoundaryStage, startBoundaryStage } from "./boundaries.ts";
import { functions } from "./effects.ts";

let at: BoundaryStage;
before(async () => {
  at = await startBoundaryStage();
});
after(() => at?.stage.stop());

for (const name of functions) {
  test(`whichever effect or mark of the example it is whose answer to ${name} is lost, the guarantee holds`, async () => {
    const { faults } = at.stage.dev.local;
    for (const boundary of at.boundaries.filter(({ callerFunction }) => callerFunction === name)) {
      faults.add({ ...boundary, id: "once", kind: "reply-lost", count: 1 });
      const when = `${name}, the answer to ${boundary.operation} ${boundary.after + 1} lost`;
      await at.onboard(when);
      assert.equal(faults.list()[0]?.fired, 1, when);
    }
  });
}
