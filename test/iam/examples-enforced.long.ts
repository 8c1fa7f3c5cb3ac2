import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type Dev, startDev } from "../../packages/cli/src/dev/start-dev.ts";
import { denials, failed, makeTemplates, policyOf, type RolePolicy, statementsOfSteps, takeEachAway } from "./take-away.ts";
import { walkReset, walkSignUp } from "./walk.ts";

const root = join(import.meta.dirname, "..", "..");
const files = globSync("examples/*/onboarding.ts", { cwd: root }).sort();

/** The functions that run steps. */
const roles = ["foyer-trigger", "foyer-sign-in", "foyer-worker"];

assert.ok(files.length >= 5, `only ${files.length} examples found`);
for (const file of files) {
  describe(`${dirname(file)}, under the policy that is derived from it`, () => {
    let dev: Dev;
    let policies: RolePolicy[];
    before(async () => {
      dev = await startDev({ file: join(root, file) });
      policies = await Promise.all(roles.map((role) => policyOf(dev, role, "onboarding")));
      await makeTemplates(dev, statementsOfSteps(policies));
    });
    after(() => dev.stop());

    test("everything that users need is allowed", async () => {
      const walker = await walkSignUp(dev);
      const timeline = await walkReset(dev, walker);
      await dev.local.functions.invoke({ functionName: "foyer-sweep", payload: "{}" });
      await dev.local.idle();
      assert.deepEqual(denials(dev), []);
      assert.deepEqual(failed(timeline), []);
    });

    test("without one of its statements its step is refused, and no other step", () => takeEachAway(dev, policies));
  });
}
