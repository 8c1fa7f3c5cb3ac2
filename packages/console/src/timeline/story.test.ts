import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JournalEntry } from "@foyer/local";
import { type Row, storyOf } from "./story.ts";

const day = 86_400_000;
const executionArn = "arn:aws:lambda:us-east-1:000000000000:function:foyer-worker:1/durable-execution/onboarding-1";
const execution = { executionArn, name: "onboarding-1" };
const source = "PostConfirmation_ConfirmSignUp";
const trigger = { triggerSource: source, functionArn: "arn:aws:lambda:us-east-1:000000000000:function:foyer-trigger" };
const declared = ["record", "welcome", "tips"].map((name, index) => ({
  name,
  phase: index === 0 ? "beforeFirstSignIn" : "afterwards",
}));

/** Entries of `[at, type, data, invocationId]`. */
function entriesOf(...told: [at: number, type: JournalEntry["type"], data: object, invocationId?: string][]): JournalEntry[] {
  return told.map(
    ([at, type, data, invocationId], index) => ({ id: index + 1, at, type, sub: "s", invocationId, data }) as JournalEntry,
  );
}

function rowsOf(entries: JournalEntry[], now = 100_000): Map<string, Row> {
  const rows = storyOf(entries, { declared, now }).flatMap((section) => section.rows);
  return new Map(rows.map((row) => [row.label, row]));
}

const runs = (functionName: string) => ({ functionName, version: "1", coldStart: false });
const ended = (functionName: string, durationMs: number) => ({ functionName, version: "1", outcome: "ok", durationMs });

describe("the story of a user", () => {
  it("lays overlapping attempts side by side, each with its budget, and shows what ran on after Cognito stopped waiting", () => {
    const row = rowsOf(
      entriesOf(
        [0, "trigger.started", { ...trigger, attempt: 1 }],
        [10, "invocation.started", runs("foyer-trigger"), "i-1"],
        [5000, "trigger.answered", { triggerSource: source, attempt: 1, outcome: "no-answer", durationMs: 5000 }],
        [5000, "trigger.started", { ...trigger, attempt: 2 }],
        [5010, "invocation.started", runs("foyer-trigger"), "i-2"],
        [5300, "invocation.ended", ended("foyer-trigger", 290), "i-2"],
        [5300, "trigger.answered", { triggerSource: source, attempt: 2, outcome: "ok", durationMs: 300 }, "i-2"],
        [7000, "invocation.ended", ended("foyer-trigger", 6990), "i-1"],
      ),
    ).get(source);
    assert.deepEqual([row?.lanes, row?.says], [2, "2 attempts"]);
    assert.deepEqual(
      row?.bars.map(({ kind, from, to, lane }) => [kind, from, to, lane]),
      [
        ["attempt", 0, 5000, 0],
        ["run", 10, 5000, 0],
        ["rest", 5000, 7000, 0],
        ["attempt", 5000, 5300, 1],
        ["run", 5010, 5300, 1],
      ],
    );
    assert.deepEqual(row?.budgets, [{ at: 5000, lane: 0 }]);
  });

  it("gives invocations that began after their attempts were given up each to its own attempt", () => {
    const answered = { triggerSource: source, outcome: "no-answer", durationMs: 5000 };
    const row = rowsOf(
      entriesOf(
        [0, "trigger.started", { ...trigger, attempt: 1 }],
        [5000, "trigger.answered", { ...answered, attempt: 1 }],
        [5000, "trigger.started", { ...trigger, attempt: 2 }],
        [5600, "invocation.started", runs("foyer-trigger"), "i-1"],
        [5700, "invocation.ended", ended("foyer-trigger", 100), "i-1"],
        [10_000, "trigger.answered", { ...answered, attempt: 2 }],
        [10_000, "trigger.started", { ...trigger, attempt: 3 }],
        [10_010, "invocation.started", runs("foyer-trigger"), "i-3"],
        [10_090, "invocation.ended", ended("foyer-trigger", 80), "i-3"],
        [10_100, "trigger.answered", { ...answered, attempt: 3, outcome: "ok", durationMs: 100 }, "i-3"],
        [10_600, "invocation.started", runs("foyer-trigger"), "i-2"],
        [10_700, "invocation.ended", ended("foyer-trigger", 100), "i-2"],
      ),
    ).get(source);
    assert.deepEqual(
      row?.bars.filter(({ kind }) => kind === "rest").map(({ from, to, lane }) => [from, to, lane]),
      [
        [5600, 5700, 0],
        [10_600, 10_700, 1],
      ],
    );
  });

  it("draws each attempt of a step as long as it took, and what it sent beside it", () => {
    const row = rowsOf(
      entriesOf(
        [
          100,
          "step",
          { step: "welcome", phase: "afterwards", state: "failed", attempt: 1, durationMs: 40, error: "Throttled" },
          "i-1",
        ],
        [180, "mail.sent", { messageId: "m", subject: "Welcome", from: "a@b.c" }, "i-2"],
        [200, "step", { step: "welcome", phase: "afterwards", state: "done", attempt: 2, durationMs: 30 }, "i-2"],
        [900, "step", { step: "welcome", phase: "afterwards", state: "skipped" }, "i-3"],
      ),
    ).get("welcome");
    assert.deepEqual([row?.tone, row?.says, row?.durationMs], ["good", "attempt 2, mail “Welcome”", 30]);
    assert.deepEqual(
      row?.bars.filter(({ kind }) => kind === "attempt").map(({ from, to, tone }) => [from, to, tone]),
      [
        [60, 100, "warn"],
        [170, 200, "good"],
      ],
    );
    assert.equal(row?.bars.find(({ kind }) => kind === "mail")?.from, 200);
  });

  it("shows the hand-over, the runs and the waits of the worker; a wait lasts until it runs again", () => {
    const until = 500 + 3 * day;
    const story = entriesOf(
      [0, "step", { step: "record", phase: "beforeFirstSignIn", state: "done", durationMs: 5 }, "i-0"],
      [10, "execution.started", execution],
      [20, "invocation.started", runs("foyer-worker"), "i-1"],
      [500, "invocation.ended", ended("foyer-worker", 480), "i-1"],
      [500, "execution.waiting", { ...execution, until }],
      [until + 7, "invocation.started", runs("foyer-worker"), "i-2"],
      [until + 50, "invocation.ended", ended("foyer-worker", 43), "i-2"],
      [until + 50, "execution.ended", { ...execution, status: "SUCCEEDED" }],
    );
    const pending = rowsOf(story.slice(0, 5), 600);
    assert.equal(pending.get("foyer-worker")?.says, "waits 3 days");
    assert.deepEqual([pending.get("tips")?.says, pending.get("tips")?.bars[0]?.from], ["after the wait", until]);
    const row = rowsOf(story, until + 60).get("foyer-worker");
    assert.deepEqual(
      row?.bars.map(({ kind, from, to }) => [kind, from, to]),
      [
        ["hand-over", 10, 10],
        ["run", 20, 500],
        ["run", until + 7, until + 50],
        ["wait", 500, until + 7],
      ],
    );
    assert.deepEqual([row?.tone, row?.says], ["good", "succeeded"]);
  });

  it("tells of every invocation once: a trigger's, a worker's, or by itself", () => {
    const sections = storyOf(
      entriesOf(
        [0, "trigger.started", { ...trigger, attempt: 1 }],
        [5, "invocation.started", runs("foyer-trigger"), "i-1"],
        [9, "trigger.answered", { triggerSource: source, attempt: 1, outcome: "ok", durationMs: 9 }, "i-1"],
        [20, "invocation.started", runs("by-hand"), "i-2"],
      ),
      { now: 50 },
    );
    assert.deepEqual(
      sections.map(({ id, rows }) => [id, rows.map(({ label }) => label)]),
      [
        ["triggers", [source]],
        ["runs", ["by-hand"]],
      ],
    );
  });

  it("keeps the mails that no step sent with the account, and a kind of thing in one row", () => {
    const rows = rowsOf(
      entriesOf(
        [0, "user.signed-up", { userPoolId: "p", status: "UNCONFIRMED" }],
        [1, "mail.sent", { messageId: "m", subject: "Your code", from: "a@b.c" }],
        [5, "user.added-to-group", { userPoolId: "p", group: "Users" }],
        [6, "user.added-to-group", { userPoolId: "p", group: "Staff" }],
      ),
    );
    assert.deepEqual([...rows.keys()], ["signed up", "mail", "joined groups"]);
    assert.equal(rows.get("joined groups")?.says, "Users, Staff");
  });
});
