import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Clock } from "../clock.ts";
import { Journal, type JournalData, type JournalType } from "../journal/journal.ts";
import { Store } from "../store/store.ts";
import { timelineOf } from "./timeline.ts";

const nobody = { userPools: { list: () => [] } } as never;
const pool = { userPoolId: "us-east-1_abc" };
const execution = { executionArn: "arn:e", name: "onboarding-1" };
const trigger = { triggerSource: "PostConfirmation_ConfirmSignUp", functionArn: "arn:f" };

function journalOf(sub: string) {
  const store = new Store(":memory:");
  const clock = new Clock();
  const journal = new Journal(store, clock);
  return {
    clock,
    record: <T extends JournalType>(type: T, data: JournalData[T], invocationId?: string) =>
      journal.record(type, { sub, ...(invocationId && { invocationId }) }, data),
    timeline: () => timelineOf({ sub, journal, cognito: nobody, clock }),
    [Symbol.dispose]() {
      clock.stop();
      store.close();
    },
  };
}

const withoutTimes = (row: object) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !["at", "endedAt", "startedAt"].includes(name)));

describe("a user's timeline", () => {
  it("pairs each trigger attempt with its own answer when attempts overlap", () => {
    using user = journalOf("s");
    const answered = { triggerSource: trigger.triggerSource };
    user.record("trigger.started", { ...trigger, attempt: 1 });
    user.record("trigger.answered", { ...answered, attempt: 1, outcome: "no-answer", durationMs: 5000 });
    user.record("trigger.started", { ...trigger, attempt: 2 });
    user.record("trigger.started", { ...trigger, attempt: 3 });
    user.record("trigger.answered", { ...answered, attempt: 2, outcome: "error", durationMs: 7, error: "boom" });
    assert.deepEqual(user.timeline().triggers.map(withoutTimes), [
      { ...trigger, attempt: 1, outcome: "no-answer", durationMs: 5000 },
      { ...trigger, attempt: 2, outcome: "error", durationMs: 7, error: "boom" },
      { ...trigger, attempt: 3 },
    ]);
  });

  it("pairs invocations by id; a repeated one has a row for each run", () => {
    using user = journalOf("s");
    const started = { functionName: "worker", version: "1", coldStart: false };
    const ended = { functionName: "worker", version: "1" };
    user.record("invocation.started", started, "i-1");
    user.record("invocation.started", { ...started, coldStart: true }, "i-2");
    user.record("invocation.ended", { ...ended, outcome: "error", durationMs: 3, error: "Error" }, "i-1");
    user.record("invocation.started", started, "i-1");
    user.record("invocation.ended", { ...ended, outcome: "ok", durationMs: 4 }, "i-1");
    assert.deepEqual(
      user.timeline().invocations.map(({ invocationId, outcome, durationMs }) => [invocationId, outcome, durationMs]),
      [
        ["i-1", "error", 3],
        ["i-2", undefined, undefined],
        ["i-1", "ok", 4],
      ],
    );
  });

  it("folds a step's attempts into one row, keeps done over skipped, and shows a second run after done", () => {
    using user = journalOf("s");
    const phase = "afterwards";
    user.record("step", { step: "record", phase: "beforeFirstSignIn", state: "moved", attempt: 1 });
    user.record("step", { step: "welcome", phase, state: "failed", attempt: 1, durationMs: 5, error: "Throttled" });
    user.record("step", { step: "welcome", phase, state: "done", attempt: 2, durationMs: 9, result: { sent: true } });
    user.record("step", { step: "welcome", phase, state: "skipped" });
    user.record("step", { step: "record", phase: "beforeFirstSignIn", state: "done", attempt: 1, durationMs: 2 });
    user.record("step", { step: "notice", phase: "onPasswordReset", state: "done", attempt: 1 });
    user.record("step", { step: "notice", phase: "onPasswordReset", state: "done", attempt: 1 });
    user.record("step", { step: "crm", phase, state: "failed", attempt: 3, error: "Refused" });
    user.record("step", { step: "crm", phase, state: "gave up", error: "Refused" });
    assert.deepEqual(user.timeline().steps.map(withoutTimes), [
      { step: "record", phase: "beforeFirstSignIn", state: "done", attempts: 1, durationMs: 2 },
      { step: "welcome", phase, state: "done", attempts: 2, durationMs: 9, result: { sent: true } },
      { step: "notice", phase: "onPasswordReset", state: "done", attempts: 1 },
      { step: "notice", phase: "onPasswordReset", state: "done", attempts: 1 },
      { step: "crm", phase, state: "gave up", attempts: 3, error: "Refused" },
    ]);
  });

  it("shows the wait that is pending, until it is over or its execution has ended", () => {
    using user = journalOf("s");
    const threeDaysMs = 3 * 86_400_000;
    user.record("execution.started", execution);
    user.record("execution.waiting", { ...execution, until: user.clock.now() + threeDaysMs });
    const { wait, executions } = user.timeline();
    assert.deepEqual([wait?.name, executions[0]?.status], ["onboarding-1", "RUNNING"]);
    assert.ok(wait && Math.abs(wait.until - user.clock.now() - threeDaysMs) < 10_000);
    user.clock.advance(threeDaysMs + 1);
    assert.deepEqual([user.timeline().wait, user.timeline().executions[0]?.waitingUntil], [undefined, undefined]);
    user.record("execution.waiting", { ...execution, until: user.clock.now() + threeDaysMs });
    assert.ok(user.timeline().wait);
    user.record("execution.ended", { ...execution, status: "SUCCEEDED" });
    const ended = user.timeline();
    assert.equal(ended.wait, undefined);
    assert.deepEqual(ended.executions.map(withoutTimes), [{ ...execution, status: "SUCCEEDED" }]);
  });

  it("tells of sign-up, confirmations, sign-ins, mails, events and the deletion", () => {
    using user = journalOf("s");
    user.record("user.signed-up", { ...pool, status: "UNCONFIRMED" });
    user.record("user.confirmed", { ...pool, by: "ConfirmSignUp" });
    user.record("mail.sent", { messageId: "m", subject: "Welcome", from: "hello@acme.com" });
    user.record("event.put", { eventId: "e", source: "acme", detailType: "UserConfirmed" });
    user.record("user.signed-in", { ...pool, groups: ["Users"] });
    user.record("user.confirmed", { ...pool, by: "ConfirmForgotPassword" });
    user.record("user.deleted", pool);
    const timeline = user.timeline();
    assert.ok(timeline.signedUpAt && timeline.deletedAt);
    assert.equal(timeline.signedUpAs, "UNCONFIRMED");
    assert.deepEqual(timeline.confirmations.map(withoutTimes), [{ by: "ConfirmSignUp" }, { by: "ConfirmForgotPassword" }]);
    assert.deepEqual(timeline.signIns.map(withoutTimes), [{ groups: ["Users"] }]);
    assert.deepEqual(timeline.mails.map(withoutTimes), [{ messageId: "m", subject: "Welcome", from: "hello@acme.com" }]);
    assert.deepEqual(timeline.events.map(withoutTimes), [{ eventId: "e", source: "acme", detailType: "UserConfirmed" }]);
  });
});
