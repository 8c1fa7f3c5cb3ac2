import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { GetDurableExecutionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { Workbench } from "./workbench.ts";

let bench: Workbench;
before(async () => {
  bench = await Workbench.start();
});
after(() => bench.stop());

const describe = (DurableExecutionArn: string) => bench.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));

test("a step that runs at most once is not run again after its process died", async () => {
  const alias = bench.deploy("at-most-once", "workflows.atMostOnce");
  let arn = "";
  await bench.following("execution.waiting", undefined, async () => {
    arn = await bench.invoke(alias, {});
  });
  await bench.following("execution.ended", arn, () => bench.local.clock.advance(1000));
  assert.deepEqual(bench.effects("at-most-once"), ["charge"]);
  assert.equal((await describe(arn)).Result, '"StepInterruptedError"');
});

test("an execution whose invocations only break is ended as FAILED after eight of them", async () => {
  const alias = bench.deploy("crash", "workflows.crash");
  let arn = "";
  await bench.following("execution.waiting", undefined, async () => {
    arn = await bench.invoke(alias, {});
  });
  for (let n = 2; n < 8; n++) await bench.following("execution.waiting", arn, () => bench.local.clock.advance(60_000));
  await bench.following("execution.ended", arn, () => bench.local.clock.advance(60_000));
  const { Status, Error: error } = await describe(arn);
  assert.equal(Status, "FAILED");
  assert.equal(error?.ErrorType, "Runtime.ExitError");
  assert.equal(await bench.invocations(arn), 8);
  assert.equal(bench.effects("crash").length, 8);
});

test("a result that needs more than 256 KB fails the execution", async () => {
  const FunctionName = bench.deploy("big-result", "workflows.bigResult", { timeoutDays: 0.01 });
  const answer = await bench.lambda.send(new InvokeCommand({ FunctionName, Payload: `{"bytes":${256 * 1024}}` }));
  assert.equal(answer.FunctionError, "Unhandled");
  assert.match(answer.Payload?.transformToString() ?? "", /STEP output payload size must be less than or equal to 262144 bytes/);
});

test("a handler that the durable SDK does not wrap fails its execution at once", async () => {
  const FunctionName = bench.deploy("not-durable", "workflows.notDurable", { timeoutDays: 0.01 });
  const answer = await bench.lambda.send(new InvokeCommand({ FunctionName }));
  assert.match(answer.Payload?.transformToString() ?? "", /Invalid Status in invocation output/);
});
