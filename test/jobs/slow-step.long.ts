import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/observed.ts");
});
after(() => stage?.stop());

test("a step that hangs does not delay the answer beyond the budget, and completes in the background", async () => {
  const user = await stage.signUp();
  stage.recorder.hold();
  const startedAt = performance.now();
  await stage.confirm(user);
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs > 1_000 && tookMs < 4_000, `ConfirmSignUp took ${tookMs} ms`);
  assert.deepEqual(
    stage.dev.local.timeline(user.sub).triggers.map(({ attempt, outcome }) => [attempt, outcome]),
    [[1, "ok"]],
  );
  // The steps beside it did not wait for it.
  assert.deepEqual((await stage.idToken(user))["cognito:groups"], ["Users"]);
  assert.deepEqual(stage.subjects(user.email), []);

  stage.recorder.release();
  await stage.ended(user.sub);
  assert.deepEqual(stage.subjects(user.email), ["Welcome", "All set"]);
  const [inTrigger, inWorker] = stage.recorder.invocations.filter(({ event }) => event.step === "early");
  assert.notEqual(inTrigger?.event.pid, inWorker?.event.pid);
  assert.equal(inTrigger?.requestId, inWorker?.requestId);
});
