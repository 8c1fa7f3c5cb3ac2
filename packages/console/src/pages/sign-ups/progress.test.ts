import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { SignUp } from "@foyer/local";
import { progressOf } from "./progress.ts";

const declared = [
  { name: "record", phase: "beforeFirstSignIn" },
  { name: "welcome", phase: "afterwards" },
  { name: "tips", phase: "afterwards" },
  { name: "notice", phase: "onPasswordReset" },
];
const day = 86_400_000;
const user: SignUp = {
  sub: "s",
  userPoolId: "p",
  username: "ada",
  status: "CONFIRMED",
  enabled: true,
  createdAt: 0,
  origin: "sign-up",
  confirmedAt: 1,
  steps: [],
};
const step = (name: string, state: string, phase = "afterwards") => ({ step: name, phase, state, attempts: 1 });
const of = (change: Partial<SignUp>) => progressOf({ ...user, ...change }, declared, day);

describe("how far a sign-up is", () => {
  it("shows a segment for each declared step, those not tried yet included, and none of a password reset", () => {
    const { segments, says } = of({ steps: [step("record", "done"), step("notice", "done", "onPasswordReset")] });
    assert.deepEqual(
      segments.map((one) => [one.step, one.tone]),
      [
        ["record", "good"],
        ["welcome", "idle"],
        ["tips", "idle"],
      ],
    );
    assert.equal(says, "1 of 3");
  });

  it("is complete once every step is done, skipped or assumed to have happened", () => {
    assert.equal(of({ steps: [step("record", "done"), step("welcome", "unknown"), step("tips", "skipped")] }).says, "Complete");
  });

  it("puts what needs a person before what is under way, and a failure before a wait", () => {
    const steps = [step("record", "done"), step("welcome", "failed")];
    assert.equal(of({ steps: [...steps, step("tips", "gave up")], waitsUntil: 4 * day }).says, "Parked: tips gave up");
    assert.equal(of({ steps, waitsUntil: 4 * day }).says, "welcome is tried again");
  });

  it("waits for as long as is left, and marks the step that comes after", () => {
    const { segments, says } = of({ steps: [step("record", "done"), step("welcome", "done")], waitsUntil: 4 * day });
    assert.deepEqual([says, segments[2]?.tone], ["Waits 3 days", "wait"]);
  });

  it("tells of who has no steps by the confirmation and the trigger", () => {
    assert.equal(of({ status: "UNCONFIRMED", confirmedAt: undefined }).says, "Not confirmed yet");
    assert.equal(of({ trigger: "no-answer" }).says, "The trigger did not answer");
    assert.equal(of({}).says, "Nothing has run");
    assert.deepEqual(of({ trigger: "error" }).segments, []);
  });
});
