import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { type Receiver, startReceiver } from "../../packages/foyer/src/steps/test-receiver.ts";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
  process.env.TEST_RECEIVER_URL = receiver.url;
  stage = await startStage("test/jobs/onboardings/enrich-early.ts");
});
beforeEach(() => {
  receiver.reset();
  receiver.answer = () => ({ body: '{"plan":"pro"}' });
});
after(async () => {
  delete process.env.TEST_RECEIVER_URL;
  receiver?.stop();
  await stage?.stop();
});

test("what another system says before the first sign-in is in the first ID token", async () => {
  const ada = await stage.signUp();
  await stage.confirm(ada);
  assert.equal((await stage.idToken(ada))["custom:plan"], "pro");
  assert.equal(receiver.requests.length, 1);
});

test("a system that hangs delays nobody beyond the budget, and is asked again by the worker with the same key", async () => {
  receiver.answer = (_, nth) => (nth === 1 ? "hang" : { body: '{"plan":"pro"}' });
  const grace = await stage.signUp();
  const started = performance.now();
  await stage.confirm(grace);
  assert.ok(performance.now() - started < 4_900);
  await stage.ended(grace.sub);
  assert.equal((await stage.idToken(grace))["custom:plan"], "pro");
  const keys = receiver.requests.map(({ headers }) => headers["idempotency-key"]);
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);
});
