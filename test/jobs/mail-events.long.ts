import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { Timeline } from "@foyer/local";
import { rowsOfTimeline } from "../../packages/cli/src/timeline/rows-of-timeline.ts";
import { type Person, type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("examples/mails/onboarding.ts");
});
beforeEach(() => stage.dev.local.reset());
after(() => stage?.stop());

const loseReply = (count: number, more: object = {}) =>
  stage.dev.local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "reply-lost", count, ...more });
const stateOf = (timeline: Timeline, step: string) => timeline.steps.find((row) => row.step === step)?.state;
const noteOf = (timeline: Timeline, step: string) => rowsOfTimeline(timeline).find(({ label }) => label === step)?.note ?? "";
const mailsAs = ({ email }: Person, subject: string) => stage.subjects(email).filter((each) => each === subject).length;

async function confirmed(): Promise<Person> {
  const user = await stage.signUp();
  await stage.confirm(user);
  return user;
}

async function recordOf({ sub }: Person, step: string): Promise<Record<string, { S?: string; N?: string; M?: object }>> {
  const items = (await stage.items("foyer_ledger")) as Record<string, { S?: string; M?: Record<string, { M: object }> }>[];
  const entry = items.find(({ pk }) => pk?.S?.endsWith(sub));
  return (entry?.steps?.M?.[step]?.M ?? {}) as Record<string, { S?: string; N?: string; M?: object }>;
}

/** Moves the clock to what is due next until the guide is sent, which is after the mail in question. */
async function untilGuide(user: Person): Promise<Timeline> {
  let timeline = stage.dev.local.timeline(user.sub);
  while (stateOf(timeline, "guide") !== "done") {
    await stage.dev.local.idle();
    const next = stage.dev.local.nextDueAt();
    if (next !== undefined) stage.dev.local.clock.advance(Math.max(next - stage.dev.local.clock.now(), 0));
    await new Promise((resolve) => setTimeout(resolve, 5));
    timeline = stage.dev.local.timeline(user.sub);
  }
  return timeline;
}

test("a mail whose reply was lost is not sent again once SES's event has told that it went", async () => {
  loseReply(1);
  const user = await confirmed();
  const told = await stage.until(user.sub, (timeline) => stateOf(timeline, "welcome") === "done");
  assert.match(noteOf(told, "welcome"), /knownBy event/);
  assert.ok(!noteOf(told, "welcome").includes("resent"));
  const { state, unknowns } = await recordOf(user, "welcome");
  assert.deepEqual([state?.S, unknowns?.N], ["done", "0"]);
  await untilGuide(user);
  assert.equal(mailsAs(user, "Willkommen 🎉"), 1);
});

test("without the event the mail is sent again, not before a minute has gone by, and the timeline says so", async () => {
  stage.dev.local.faults.add({ functionName: "foyer-mail-events", kind: "error", name: "Lost" });
  loseReply(1);
  const user = await confirmed();
  await stage.until(user.sub, (timeline) => stateOf(timeline, "welcome") === "unknown");
  await stage.until(user.sub, ({ executions }) => executions.some(({ waitingUntil }) => waitingUntil !== undefined));
  const { local } = stage.dev;
  const [execution] = local.timeline(user.sub).executions;
  const waitMs = (execution?.waitingUntil ?? 0) - local.clock.now();
  assert.ok(waitMs > 50_000 && waitMs <= 61_000, `${waitMs}`);
  const timeline = await untilGuide(user);
  assert.match(noteOf(timeline, "welcome"), /resent/);
  assert.equal(mailsAs(user, "Willkommen 🎉"), 2);
});

test("a mail that was assumed sent is known to be by the event", async () => {
  loseReply(1, { after: 1 });
  const user = await confirmed();
  await stage.until(user.sub, (timeline) => stateOf(timeline, "guide") === "done");
  assert.equal((await recordOf(user, "guide")).state?.S, "done");
  assert.equal(mailsAs(user, "The guide"), 1);
});

test("a worker that was killed while SES sent the mail does not send it again once the event has told", async () => {
  stage.dev.local.faults.add({ service: "sesv2", operation: "SendEmail", kind: "crash-function", when: "after", count: 1 });
  const user = await confirmed();
  await untilGuide(user);
  assert.equal(mailsAs(user, "Willkommen 🎉"), 1);
  assert.equal((await recordOf(user, "welcome")).state?.S, "done");
});

test("a bounce is noted at the step, without the address", async () => {
  const user = await stage.signUp();
  await stage.dev.local.call("sesv2", "PutSuppressedDestination", { EmailAddress: user.email, Reason: "BOUNCE" });
  await stage.confirm(user);
  await stage.until(user.sub, (timeline) => stateOf(timeline, "guide") === "done");
  await stage.dev.local.idle();
  const { state, reason } = await recordOf(user, "welcome");
  assert.deepEqual([state?.S, reason?.S], ["done", "the mail bounced, Permanent, OnAccountSuppressionList"]);
  const lines = stage.dev.local.functions.logs({ functionName: "foyer-mail-events" }).map(({ text }) => text);
  assert.ok(lines.some((line) => line.includes("nobody gets the mail")) && !lines.join().includes(user.email));
});
