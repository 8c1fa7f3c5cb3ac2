import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/enrich.ts");
});
after(() => stage?.stop());

test("a custom step is tried again until it succeeds, and its result decides what follows", async () => {
  const colleague = await stage.signUp({ email: "grace@acme.com" });
  const customer = await stage.signUp({ email: "ada@example.com" });
  for (const user of [colleague, customer]) {
    await stage.confirm(user);
    for (let failure = 1; failure <= 2; failure++) {
      await stage.until(user.sub, ({ wait }) => wait !== undefined);
      stage.dev.local.clock.advance(3_600_000);
    }
    await stage.ended(user.sub);
  }
  assert.deepEqual(
    stage.recorder.invocations.map(({ event }) => event),
    [
      { domain: "acme.com", step: "mark", attempt: 1, origin: "sign-up" },
      { domain: "example.com", step: "mark", attempt: 1, origin: "sign-up" },
    ],
  );
  const keys = stage.recorder.invocations.map(({ requestId }) => requestId);
  assert.notEqual(keys[0], keys[1]);
  assert.deepEqual(stage.subjects(colleague.email), ["Welcome"]);
  assert.deepEqual(stage.subjects(customer.email), []);
});
