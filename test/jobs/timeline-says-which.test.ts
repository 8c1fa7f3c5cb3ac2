import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Timeline } from "@foyer/local";
import { rowsOfTimeline } from "../../packages/cli/src/timeline/rows-of-timeline.ts";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("examples/welcome/onboarding.ts");
});
after(() => stage?.stop());

const noteOf = (timeline: Timeline, step: string) => rowsOfTimeline(timeline).find(({ label }) => label === step)?.note ?? "";
const ended = (step: string, state: string) => (timeline: Timeline) =>
  timeline.steps.some((row) => row.step === step && row.state === state && row.unknowns === 1);

test("after a lost reply of SES the timeline says whether the mail was resent or assumed to have happened", async () => {
  const { faults, clock } = stage.dev.local;
  const losesOne = { service: "sesv2", operation: "SendEmail", kind: "reply-lost", count: 1 } as const;
  const user = await stage.signUp();

  faults.add(losesOne);
  await stage.confirm(user);
  await stage.until(user.sub, ({ executions }) => executions.some(({ waitingUntil }) => waitingUntil !== undefined));
  clock.advance(60_000); // the pause before the second attempt
  const resent = await stage.until(user.sub, ended("welcome", "done"));
  assert.match(noteOf(resent, "welcome"), /resent, attempt 2/);
  assert.deepEqual(stage.subjects(user.email), ["Welcome", "Welcome"]);

  await stage.until(user.sub, ({ steps }) => steps.some(({ step }) => step === "joined"));
  await stage.dev.local.idle();
  faults.add(losesOne);
  clock.advance(3 * 86_400_000);
  const assumed = await stage.until(user.sub, ended("tips", "unknown"));
  assert.match(noteOf(assumed, "tips"), /unknown, assumed to have happened/);
  assert.equal(stage.subjects(user.email).filter((subject) => subject === "Three tips").length, 1);
});
