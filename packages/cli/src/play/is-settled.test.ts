import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JournalEntry } from "@foyer/local";
import { isSettled } from "./is-settled.ts";

const triggerSource = "PostConfirmation_ConfirmSignUp";
type Line = [type: JournalEntry["type"], data: unknown, invocationId?: string];

function settled(...lines: Line[]): boolean {
  return isSettled(
    lines.map(([type, data, invocationId], index) => ({ id: index, at: 1000, type, data, invocationId }) as JournalEntry),
  );
}

const answered: Line = ["trigger.answered", { triggerSource, attempt: 1, outcome: "ok", durationMs: 5 }];
const started: Line = ["execution.started", { executionArn: "e", name: "onboarding-1" }];
const waiting = (until: number): Line => ["execution.waiting", { executionArn: "e", name: "onboarding-1", until }];
const ended: Line = ["execution.ended", { executionArn: "e", name: "onboarding-1", status: "SUCCEEDED" }];

describe("a played user is settled", () => {
  test("only once the trigger has answered", () => {
    assert.equal(settled(), false);
    assert.equal(settled(["trigger.started", { triggerSource, functionArn: "f", attempt: 1 }]), false);
    assert.equal(settled(answered), true);
  });

  test("not by the answer of another trigger", () => {
    assert.equal(
      settled(["trigger.answered", { triggerSource: "PreSignUp_SignUp", attempt: 1, outcome: "ok", durationMs: 5 }]),
      false,
    );
  });

  test("by an error at once, by silence only after Cognito's third attempt", () => {
    const attempt = (number: number, outcome: string): Line => [
      "trigger.answered",
      { triggerSource, attempt: number, outcome, durationMs: 5 },
    ];
    assert.equal(settled(attempt(1, "error")), true);
    assert.equal(settled(attempt(1, "no-answer"), attempt(2, "no-answer")), false);
    assert.equal(settled(attempt(1, "no-answer"), attempt(2, "no-answer"), attempt(3, "no-answer")), true);
  });

  test("not while a function runs", () => {
    const run: Line = ["invocation.started", { functionName: "f", version: "1", coldStart: false }, "i"];
    const end: Line = ["invocation.ended", { functionName: "f", version: "1", outcome: "ok", durationMs: 5 }, "i"];
    assert.equal(settled(answered, run), false);
    assert.equal(settled(answered, run, end), true);
  });

  test("when its execution ended or waits for long, not when a step is tried again soon", () => {
    assert.equal(settled(started, answered), false);
    assert.equal(settled(started, answered, waiting(1000 + 5000)), false);
    assert.equal(settled(started, answered, waiting(1000 + 86_400_000)), true);
    assert.equal(settled(started, answered, ended), true);
  });
});
