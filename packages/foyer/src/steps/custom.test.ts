import assert from "node:assert/strict";
import { test } from "node:test";
import { flow } from "../onboarding/flow.ts";
import { custom } from "./custom.ts";

test("a step of one's own carries its types into a flow", async () => {
  const crm = custom({
    permissions: [],
    replay: "keyed",
    run: async (user, { source }: { source: string }, { key }) => ({ tier: [source, user.sub, key].join(" ") }),
  });
  const made = flow({ crm }, async (_, steps) => {
    const { tier }: { tier: string } = await steps.crm({ source: "web" });
    assert.equal(tier, "web");
  });
  await made.body(
    { sub: "s", userPoolId: "p", origin: "sign-up", metadata: {} },
    {
      crm: async ({ source }) => ({ tier: source }),
      sleep: async () => {},
    },
  );
});

test("its result reaches the flow and no log line", () => {
  const step = custom({ permissions: [], replay: "unknown", ifUnknown: "assume-sent", run: async () => {} });
  assert.deepEqual([step.replay, step.ifUnknown, step.givesResult, step.logsResult], ["unknown", "assume-sent", true, false]);
});
