import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { TestAws } from "../test-aws.ts";
import { publishEvent } from "./publish-event.ts";
import { runAlone } from "./test-run.ts";

let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
});
beforeEach(() => aws.reset());
after(() => aws.stop());

test("an event says who, and has the step's key as its id, which no detail can replace", async () => {
  const step = publishEvent({
    detailType: "UserConfirmed",
    bus: "app",
    source: "acme",
    detail: () => ({ plan: "pro", id: "mine" }),
  });
  assert.deepEqual(await runAlone(step), { eventId: "event-1" });
  const [entry] = aws.inputsOf("PutEvents")[0].Entries;
  assert.deepEqual(JSON.parse(entry.Detail), {
    plan: "pro",
    id: "key-of-ann",
    sub: "ann",
    userPoolId: "us-east-1_Test",
    origin: "sign-up",
  });
  assert.deepEqual([entry.EventBusName, entry.Source, entry.DetailType], ["app", "acme", "UserConfirmed"]);
});

test("an entry that EventBridge refuses, with status 200, is a failure", async () => {
  const refuse = (ErrorCode: string) => aws.on("PutEvents", () => ({ body: { FailedEntryCount: 1, Entries: [{ ErrorCode }] } }));
  refuse("ThrottlingException");
  await assert.rejects(runAlone(publishEvent({ detailType: "A" })), { name: "StepError", retry: true, happened: "no" });
  refuse("MalformedDetail");
  await assert.rejects(runAlone(publishEvent({ detailType: "A" })), { name: "StepError", retry: false, happened: "no" });
});

test("a bus or source that AWS would refuse is refused when the file is loaded", () => {
  assert.throws(() => publishEvent({ detailType: "A", bus: "*" }), { name: "OnboardingError" });
  assert.throws(() => publishEvent({ detailType: "A", source: "aws.mine" }), { name: "OnboardingError" });
});
