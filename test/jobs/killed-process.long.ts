import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { ConfirmForgotPasswordCommand, ForgotPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { password, type Stage, startStage } from "./stage.ts";

let stage: Stage;
before(async () => {
  stage = await startStage("test/jobs/onboardings/observed.ts");
});
beforeEach(() => stage.recorder.clear());
after(() => stage?.stop());

test("a worker that is killed in the middle goes on after its last finished step", async () => {
  const user = await stage.signUp();
  stage.recorder.hold();
  const confirmed = stage.confirm(user);
  await stage.recorder.reaches(1);
  stage.recorder.release();
  stage.recorder.hold();
  await confirmed;
  const [, late] = await stage.recorder.reaches(2);
  assert.equal(late?.event.step, "late");
  process.kill(late?.event.pid, "SIGKILL");
  stage.recorder.release();
  await stage.until(user.sub, ({ wait }) => wait !== undefined);
  stage.dev.local.clock.advance(60_000);
  await stage.ended(user.sub);
  assert.deepEqual(stage.subjects(user.email), ["Welcome", "All set"]);
  const again = stage.recorder.invocations.filter(({ event }) => event.step === "late");
  assert.equal(again.length, 2);
  assert.notEqual(again.at(-1)?.event.pid, late?.event.pid);
  assert.equal(again.at(-1)?.requestId, late?.requestId);
});

test("a trigger that is killed leaves a confirmed user, whom a password reset brings back in", async () => {
  const user = await stage.signUp();
  stage.recorder.hold();
  const confirmed = stage.confirm(user).then(
    () => "confirmed",
    (error: Error) => error.name,
  );
  const [early] = await stage.recorder.reaches(1);
  process.kill(early?.event.pid, "SIGKILL");
  assert.equal(await confirmed, "UserLambdaValidationException");
  stage.recorder.release();
  assert.ok(await stage.idToken(user));
  assert.deepEqual(stage.dev.local.timeline(user.sub).executions, []);

  const { clientId: ClientId } = stage.dev.pool;
  await stage.cognito.send(new ForgotPasswordCommand({ ClientId, Username: user.email }));
  const ConfirmationCode = stage.dev.local.inbox.list({ to: user.email })[0]?.code;
  const reset = { ClientId, Username: user.email, ConfirmationCode, Password: `${password}!` };
  await stage.cognito.send(new ConfirmForgotPasswordCommand(reset));
  await stage.ended(user.sub);
  assert.deepEqual(stage.subjects(user.email), ["Welcome", "All set"]);
});
