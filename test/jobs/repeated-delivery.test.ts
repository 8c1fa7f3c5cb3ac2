import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ListDurableExecutionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { type Person, type Stage, startStage } from "./stage.ts";

const dayMs = 86_400_000;
let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/observed.ts");
});
beforeEach(() => stage.recorder.clear());
after(() => stage?.stop());

/** All that an onboarding leaves behind. */
async function effects({ email, sub }: Person) {
  const { DurableExecutions = [] } = await stage.lambda.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: "foyer-worker", Qualifier: "live" }),
  );
  const about = (item: unknown) => JSON.stringify(item).includes(sub);
  return {
    mails: stage.subjects(email),
    events: stage.dev.local.events.list().filter(about).length,
    records: (await stage.items("cognito_users")).filter(about).length,
    ledger: (await stage.items("foyer_ledger")).filter(about),
    executions: DurableExecutions.length,
    groups: (await stage.idToken({ email, sub }))["cognito:groups"],
  };
}

test("three overlapping deliveries of one event send one welcome mail; further ones add nothing, even after 100 days", async () => {
  const user = await stage.signUp();
  stage.recorder.hold();
  const event = stage.event(user);
  const deliveries = Promise.all([stage.confirm(user), stage.deliver(event), stage.deliver(event)]);
  await stage.recorder.reaches(3);
  stage.recorder.release();
  const [, ...answers] = await deliveries;
  for (const answer of answers) assert.deepEqual(answer, event);
  await stage.ended(user.sub);

  const once = await effects(user);
  const { ledger, ...counts } = once;
  assert.deepEqual(counts, {
    mails: ["Welcome", "All set"],
    events: 1,
    records: 1,
    executions: 1,
    groups: ["Users"],
  });
  assert.deepEqual(
    ledger.map(({ status }) => status),
    [{ S: "complete" }],
  );

  stage.recorder.clear();
  await stage.deliver(event);
  assert.deepEqual(await effects(user), once);
  stage.dev.local.clock.advance(100 * dayMs);
  assert.deepEqual(await stage.deliver(event), event);
  const { executions, ...later } = await effects(user);
  const { executions: _, ...before } = once;
  assert.deepEqual(later, before);
  assert.deepEqual(stage.recorder.invocations, []);
  // An execution is on record before the trigger that starts it answers, so nothing is still to come.
  assert.equal(stage.dev.local.timeline(user.sub).executions.length, 1);
});

test("whatever is delivered comes back as it was, malformed or from the future", async () => {
  const ada = stage.event(await stage.signUp());
  const strange = [
    { ...ada, triggerSource: "PostConfirmation_Something2031", extra: { nested: [1, null] } },
    { ...ada, request: null },
    { ...ada, request: { userAttributes: { sub: 7 } } },
    { ...ada, userPoolId: undefined, userName: null },
    { version: "1", triggerSource: "PostConfirmation_ConfirmSignUp" },
    [],
    "text",
    null,
  ];
  for (const event of strange) assert.deepEqual(await stage.deliver(event), JSON.parse(JSON.stringify(event)));
});
