import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CheckpointDurableExecutionCommand, GetDurableExecutionCommand } from "@aws-sdk/client-lambda";
import { RemoteFunction } from "./remote-function.ts";
import { Workbench } from "./workbench.ts";

const dayMs = 86_400_000;
let bench: Workbench;
const remote = new RemoteFunction();
before(async () => {
  bench = await Workbench.start();
});
after(async () => {
  await bench.stop();
  remote.stop();
});

test("a wait of three days outlives a restart of the local AWS", async () => {
  const alias = bench.deploy("onboarding", "workflows.onboarding");
  let arn = "";
  await bench.following("execution.waiting", undefined, async () => {
    arn = await bench.invoke(alias, { user: "ada" }, "signup-ada");
  });
  await bench.following("execution.waiting", arn, () => bench.local.clock.advance(1000));
  await bench.halt();

  await bench.boot();
  assert.equal(await bench.invoke(alias, { user: "ada" }, "signup-ada"), arn, "the name is known after the restart");
  bench.local.clock.advance(3 * dayMs - 60_000);
  assert.equal((await bench.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: arn }))).Status, "RUNNING");
  const end = await bench.following("execution.ended", arn, () => bench.local.clock.advance(120_000));
  assert.equal(end.status, "SUCCEEDED");
  const effects = ["welcome ada", "joined ada 1", "joined ada 2", "tip ada 1", "tip ada 2"];
  assert.deepEqual(bench.effects("onboarding"), effects);
  assert.equal(await bench.invocations(arn), 3);
});

test("an invocation that a restart interrupts is made again, and the interrupted one is fenced off", async () => {
  const alias = bench.deploy("remote", "remote.handler", { environment: { REMOTE_URL: await remote.start() } });
  const DurableExecutionArn = await bench.invoke(alias, {});
  const first = await remote.next();
  const Updates = [{ Id: "a", Name: "a", Type: "STEP", Action: "SUCCEED", Payload: "1" } as const];
  const { CheckpointToken } = await bench.lambda.send(
    new CheckpointDurableExecutionCommand({ DurableExecutionArn, CheckpointToken: first.event.CheckpointToken, Updates }),
  );
  await bench.halt();

  await bench.boot();
  const second = await remote.next();
  assert.deepEqual(
    second.event.InitialExecutionState.Operations.map(({ Type, Status }) => `${Type} ${Status}`),
    ["EXECUTION STARTED", "STEP SUCCEEDED"],
  );
  await assert.rejects(
    bench.lambda.send(new CheckpointDurableExecutionCommand({ DurableExecutionArn, CheckpointToken, Updates })),
    {
      message: "Invalid checkpoint token",
    },
  );
  const end = await bench.following("execution.ended", DurableExecutionArn, () => second.answer({ Status: "SUCCEEDED" }));
  assert.equal(end.status, "SUCCEEDED");
});
