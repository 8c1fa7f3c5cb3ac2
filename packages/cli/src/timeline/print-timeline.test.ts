import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Timeline } from "@foyer/local";
import type { LedgerEntry } from "foyer/operate";
import { printTimeline } from "./print-timeline.ts";
import { rowsOfEntry } from "./rows-of-entry.ts";
import { rowsOfTimeline } from "./rows-of-timeline.ts";

const start = Date.UTC(2026, 10, 21, 9, 12, 33);
const sub = "5f1c6a34-0d3f-4b57-9a61-6f1f6d1b7c11";
const title = "ada@example.com";
const terminal = { style: (_style: unknown, text: string) => text, columns: 120 };
const triggerSource = "PostConfirmation_ConfirmSignUp";
const trigger = { triggerSource, functionArn: "f" };

const confirmed: Timeline = {
  sub,
  groups: ["Users"],
  signedUpAt: start,
  signedUpAs: "UNCONFIRMED",
  confirmations: [{ at: start + 12, by: "ConfirmSignUp" }],
  signIns: [{ at: start + 330, groups: ["Users"] }],
  triggers: [{ ...trigger, at: start + 13, attempt: 1, outcome: "ok", durationMs: 289 }],
  invocations: [{ at: start + 14, invocationId: "1", functionName: "foyer-trigger", version: "1", coldStart: true }],
  steps: [
    step("record", "beforeFirstSignIn", 240, 31, { created: true }),
    step("groups", "beforeFirstSignIn", 262, 52, { groups: ["Users"] }),
    step("welcome", "afterwards", 504, 41),
    step("joined", "afterwards", 522, 14),
  ],
  mails: [
    { at: start + 1, messageId: "1", subject: "Your verification code", from: "no-reply@verificationemail.com" },
    { at: start + 500, messageId: "2", subject: "Welcome, Ada", from: "Acme <hello@acme.com>" },
  ],
  events: [{ at: start + 520, eventId: "1", source: "foyer", detailType: "UserConfirmed" }],
  executions: [
    {
      executionArn: "e",
      name: "onboarding-1",
      startedAt: start + 300,
      status: "RUNNING",
      waitingUntil: start + 530 + 3 * 86_400_000,
    },
  ],
};

function step(
  name: string,
  phase: string,
  endedAfterMs: number,
  durationMs: number,
  result?: unknown,
): Timeline["steps"][number] {
  return {
    step: name,
    phase,
    state: "done",
    attempts: 1,
    at: start + endedAfterMs,
    endedAt: start + endedAfterMs,
    durationMs,
    result,
  };
}

function drawn(timeline: Timeline): string {
  const steps = [...timeline.steps.map(({ step: name, phase = "" }) => ({ name, phase })), { name: "tips", phase: "afterwards" }];
  return printTimeline({ title, sub, rows: rowsOfTimeline(timeline, { steps, timeZone: "UTC" }) }, terminal);
}

describe("the timeline of a user", () => {
  test("draws Cognito's part, the steps by phase with what they sent, and the pending wait on one axis", () => {
    assert.deepEqual(drawn(confirmed).split("\n"), [
      "  ada@example.com   sub 5f1c6a34-0d3f-4b57-9a61-6f1f6d1b7c11",
      "",
      "  ● signed up         •                                     UNCONFIRMED",
      "  ✉ mail              •                                     “Your verification code” from no-reply@verificationemail.com",
      "  ● confirmed          •                                    by ConfirmSignUp",
      "  ✓ trigger            ━━━━━━━━━━━━━━━━            289 ms   PostConfirmation_ConfirmSignUp, cold start",
      "  beforeFirstSignIn",
      "    ✓ record                     ━━━                31 ms   created true",
      "    ✓ groups                     ━━━━               52 ms   groups Users",
      "  ● signed in                          •                    groups in the ID token: Users",
      "  afterwards",
      "    ✓ welcome                               ━━━     41 ms",
      "    ✉ mail                                    •             “Welcome, Ada” from Acme <hello@acme.com>",
      "    ✓ joined                                  ━━    14 ms",
      "    ◆ event                                    •            UserConfirmed from foyer",
      "    ◷ wait                                    ┄▸            3 days, until 24 Nov 2026, 09:12:33",
      "    ○ tips                                                  not yet",
    ]);
  });

  test("tells a text message from a mail", () => {
    const mails = [{ at: start + 3, messageId: "1", subject: "", from: "NOTICE", medium: "sms" as const }];
    assert.match(drawn({ ...confirmed, mails }), /✉ text message +• +from NOTICE$/m);
  });

  test("says of a mail that SES withheld why nobody gets it", () => {
    const withheldMails = [
      { at: start + 3, messageId: "1", subject: "Hi", from: "a@b.co", reason: "the recipient is on the suppression list" },
    ];
    assert.match(
      drawn({ ...confirmed, withheldMails }),
      /✗ mail +• +“Hi” reaches nobody: the recipient is on the suppression list$/m,
    );
  });

  test("says of a user whom an administrator made with which status", () => {
    assert.match(drawn({ ...confirmed, signedUpAs: "FORCE_CHANGE_PASSWORD" }), /● created +• +FORCE_CHANGE_PASSWORD$/m);
  });

  test("shows every attempt of Cognito, and the error of the one that failed", () => {
    const triggers: Timeline["triggers"] = [
      { ...trigger, at: start + 13, attempt: 1, outcome: "no-answer", durationMs: 5000 },
      { ...trigger, at: start + 5013, attempt: 2, outcome: "error", durationMs: 40, error: "boom" },
    ];
    const text = drawn({ ...confirmed, steps: [], events: [], executions: [], triggers });
    assert.match(text, /✗ trigger +━+ +5 s +PostConfirmation_ConfirmSignUp, cold start, no answer in time/);
    assert.match(text, /✗ trigger +━+ +40 ms +PostConfirmation_ConfirmSignUp, attempt 2, boom/);
  });

  test("says of a step how it failed and how often it was tried", () => {
    const failing = { ...step("welcome", "afterwards", 504, 41), state: "gave up", attempts: 3, error: "MessageRejected" };
    assert.match(drawn({ ...confirmed, steps: [failing] }), /! welcome +━+ +41 ms +gave up, attempt 3, MessageRejected/);
  });

  test("says of a skipped step why, in all its words", () => {
    const skipped = {
      ...step("segment", "afterwards", 504, 41),
      state: "skipped",
      result: "no consent by custom:analytics",
    };
    assert.match(drawn({ ...confirmed, steps: [skipped] }), /– segment +━+ +41 ms +skipped, no consent by custom:analytics/);
  });

  test("keeps milliseconds visible beside a wait of days", () => {
    const late = 3 * 86_400_000;
    const lines = drawn({
      ...confirmed,
      steps: [...confirmed.steps, step("tips", "afterwards", late + 60, 30)],
      executions: [],
    }).split("\n");
    assert.ok(lines.find((line) => line.includes("✓ groups"))?.includes("━━━"));
  });

  test("uses what room the terminal has", () => {
    const rows = rowsOfTimeline(confirmed, { timeZone: "UTC" });
    const narrow = printTimeline({ title, sub, rows }, { ...terminal, columns: 60 });
    assert.ok(
      Math.max(...narrow.split("\n").map((line) => line.length)) <
        Math.max(
          ...drawn(confirmed)
            .split("\n")
            .map((line) => line.length),
        ),
    );
  });
});

describe("the timeline of a ledger entry", () => {
  const entry: LedgerEntry = {
    userPoolId: "us-east-1_AbCdEfGhI",
    sub,
    origin: "sign-up",
    status: "parked",
    openedAt: start,
    closedAt: start + 900,
    reason: "welcome gave up",
    metadata: {},
    steps: {
      tips: { state: "pending", attempts: 0 },
      welcome: {
        state: "gave-up",
        attempts: 3,
        startedAt: start + 878,
        endedAt: start + 890,
        durationMs: 12,
        reason: "MessageRejected",
      },
      record: {
        state: "done",
        attempts: 1,
        startedAt: start + 20,
        endedAt: start + 51,
        durationMs: 31,
        result: { created: true },
      },
    },
  };

  test("draws the steps in the order of their start, those that have not begun last, and how it ended", () => {
    assert.deepEqual(printTimeline({ title: sub, sub, rows: rowsOfEntry(entry, start, "UTC") }, terminal).split("\n"), [
      "  5f1c6a34-0d3f-4b57-9a61-6f1f6d1b7c11",
      "",
      "  ● opened    •                                              21 Nov 2026, 09:12:33, sign-up",
      "  ✓ record         ━━━━━━━━━━━━━━━━                  31 ms   created true",
      "  ! welcome                            ━━━━━━        12 ms   gave up, 3 attempts, MessageRejected",
      "  ○ tips                                                     pending",
      "  ! parked                                       •           21 Nov 2026, 09:12:33, welcome gave up",
    ]);
  });

  test("ends with the wait of a flow that is under way, until it is over", () => {
    const { closedAt: _, reason: __, ...open } = { ...entry, status: "open" as const, waits: { "3 days": start + 1000 } };
    const last = (now: number) => rowsOfEntry(open, now, "UTC").at(-1);
    assert.deepEqual(last(start), { mark: "waiting", label: "wait", note: "until 21 Nov 2026, 09:12:34" });
    assert.equal(last(start + 1000)?.label, "tips");
  });
});
