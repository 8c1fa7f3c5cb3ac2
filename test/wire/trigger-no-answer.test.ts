import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { JournalEntry } from "@foyer/local";
import { startWire, type Wire } from "./pool.ts";

let wire: Wire;
before(async () => {
  wire = await startWire({ triggerTimes: { attemptTimeoutMs: 400 } });
});
beforeEach(() => wire.recorder.clear());
after(() => wire?.stop());

const socketTimeout = (trigger: string) => ({
  name: "UnexpectedLambdaException",
  message: `${trigger} invocation failed due to error Socket timeout while invoking Lambda function.`,
});

test("a PostConfirmation that does not answer is asked three times with one event, each attempt beside the others; the user is CONFIRMED", async () => {
  const pool = await wire.pool({ PostConfirmation: wire.deploy("echo.handler") });
  wire.recorder.hold();
  const startedAt = performance.now();
  await assert.rejects(pool.confirmed({ Username: "ada" }), socketTimeout("PostConfirmation"));
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs >= 1200 && tookMs < 5000, `three attempts of 400 ms took ${tookMs} ms`);
  assert.equal(await pool.status("ada"), "CONFIRMED");

  // None of the three was let go yet, so all of them are running now.
  const attempts = await wire.recorder.reaches(3);
  assert.equal(new Set(attempts.map(({ requestId }) => requestId)).size, 3);
  for (const { event } of attempts) assert.deepEqual(event, attempts[0]?.event);

  const sub = attempts[0]?.event.request.userAttributes.sub;
  const ended: JournalEntry[] = [];
  const { promise: allEnded, resolve } = Promise.withResolvers<void>();
  const stop = wire.aws.journal.listen((entry) => {
    if (entry.type === "invocation.ended" && ended.push(entry) === 3) resolve();
  });
  wire.recorder.release();
  await allEnded;
  stop();
  assert.deepEqual(
    ended.map((entry) => entry.type === "invocation.ended" && entry.data.outcome),
    ["ok", "ok", "ok"],
  );
  const outcomes = wire.aws.journal.of(sub).filter((entry) => entry.type === "trigger.answered");
  assert.deepEqual(
    outcomes.map(({ data }) => [data.attempt, data.outcome]),
    [
      [1, "no-answer"],
      [2, "no-answer"],
      [3, "no-answer"],
    ],
  );
});

test("the second attempt's answer serves when the first does not come", async (t) => {
  // Long enough for a cold start on a busy machine.
  const patient = await startWire({ triggerTimes: { attemptTimeoutMs: 1_500 } });
  t.after(() => patient.stop());
  const pool = await patient.pool({ PostConfirmation: patient.deploy("echo.handler") });
  patient.recorder.hold();
  const confirmed = pool.confirmed();
  await patient.recorder.reaches(2);
  patient.recorder.release();
  await confirmed;
  assert.equal(patient.recorder.invocations.length, 2);
});

test("a PreSignUp that does not answer fails SignUp after three attempts, and no user is stored", async () => {
  const pool = await wire.pool({ PreSignUp: wire.deploy("echo.handler") });
  wire.recorder.hold();
  await assert.rejects(pool.signUp({ Username: "nobody" }), socketTimeout("PreSignUp"));
  wire.recorder.release();
  assert.equal((await wire.recorder.reaches(3)).length, 3);
  await assert.rejects(pool.status("nobody"), { name: "UserNotFoundException" });
});
