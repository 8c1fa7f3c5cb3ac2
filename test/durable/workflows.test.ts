import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetDurableExecutionCommand, InvokeCommand, SendDurableExecutionCallbackSuccessCommand } from "@aws-sdk/client-lambda";
import { Workbench } from "./workbench.ts";

const dayMs = 86_400_000;
let bench: Workbench;
before(async () => {
  bench = await Workbench.start();
});
after(() => bench.stop());

const describe = (DurableExecutionArn: string) => bench.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));

test("five steps run in one invocation, each once, and their results come back from a synchronous Invoke", async () => {
  const FunctionName = bench.deploy("five-steps", "workflows.fiveSteps", { timeoutDays: 0.01 });
  const answer = await bench.lambda.send(new InvokeCommand({ FunctionName, Payload: '{"user":"ada"}' }));
  assert.deepEqual(JSON.parse(answer.Payload?.transformToString() ?? ""), ["ada-1", "ada-2", "ada-3", "ada-4", "ada-5"]);
  assert.deepEqual(bench.effects("five-steps"), ["ada-1", "ada-2", "ada-3", "ada-4", "ada-5"]);
  assert.equal(await bench.invocations(answer.DurableExecutionArn as string), 1);
});

test("a step that fails is tried again after its delay, and a wait of three days ends when the clock gets there", async () => {
  const alias = bench.deploy("onboarding", "workflows.onboarding");
  let arn = "";
  const retry = await bench.following("execution.waiting", undefined, async () => {
    arn = await bench.invoke(alias, { user: "ada", sub: "sub-1" });
  });
  assert.ok(Number(retry.until) <= bench.local.clock.now() + 1000);
  const wait = await bench.following("execution.waiting", arn, () => bench.local.clock.advance(1000));
  assert.ok(Math.abs(Number(wait.until) - bench.local.clock.now() - 3 * dayMs) < 5000);
  assert.deepEqual(bench.effects("onboarding"), ["welcome ada", "joined ada 1", "joined ada 2"]);

  const end = await bench.following("execution.ended", arn, () => bench.local.clock.advance(3 * dayMs));
  assert.equal(end.status, "SUCCEEDED");
  assert.deepEqual(bench.effects("onboarding").slice(3), ["tip ada 1", "tip ada 2"]);
  const result = { welcome: { mail: "welcome ada" }, joined: 2, tips: ["tip ada 1", "tip ada 2"], refused: "never" };
  const execution = await describe(arn);
  assert.equal(execution.Status, "SUCCEEDED");
  assert.deepEqual(JSON.parse(execution.Result ?? ""), result);
  assert.equal(await bench.invocations(arn), 3, "one for the start, the retry and the end of the wait each");
  const told = bench.local.journal.of("sub-1").filter((entry) => entry.type.startsWith("execution."));
  assert.deepEqual(
    told.map((entry) => entry.type),
    ["execution.started", "execution.waiting", "execution.waiting", "execution.ended"],
  );
});

test("an answer near 6 MB arrives by way of a checkpoint", async () => {
  const FunctionName = bench.deploy("big-answer", "workflows.bigAnswer", { timeoutDays: 0.01 });
  const bytes = 6 * 1024 * 1024 - 1000;
  const answer = await bench.lambda.send(new InvokeCommand({ FunctionName, Payload: `{"bytes":${bytes}}` }));
  assert.equal(answer.FunctionError, undefined);
  assert.equal(answer.Payload?.transformToString().length, bytes + 2);
});

test("a replay of more than a hundred operations reads the rest of its state page by page", async () => {
  const alias = bench.deploy("many-steps", "workflows.manySteps");
  let arn = "";
  await bench.following("execution.waiting", undefined, async () => {
    arn = await bench.invoke(alias, { steps: 130 });
  });
  await bench.following("execution.ended", arn, () => bench.local.clock.advance(60_000));
  assert.equal((await describe(arn)).Result, String((130 * 131) / 2));
  assert.equal(await bench.invocations(arn), 2);
});

test("a callback's result reaches the execution that waits for it", async () => {
  const alias = bench.deploy("approval", "workflows.approval");
  let arn = "";
  await bench.following("invocation.ended", undefined, async () => {
    arn = await bench.invoke(alias, {});
  });
  const started = (await bench.history(arn)).find((event) => event.EventType === "CallbackStarted");
  const CallbackId = started?.CallbackStartedDetails?.CallbackId;
  const answer = new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from("yes") });
  await bench.following("execution.ended", arn, () => bench.lambda.send(answer));
  assert.equal((await describe(arn)).Result, '"yes"');
  await assert.rejects(bench.lambda.send(answer), { name: "CallbackTimeoutException" });
});
