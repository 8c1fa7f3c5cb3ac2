import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CheckpointDurableExecutionCommand,
  SendDurableExecutionCallbackFailureCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
} from "@aws-sdk/client-lambda";
import { RemoteFunction } from "./remote-function.ts";
import { Workbench } from "./workbench.ts";

let bench: Workbench;
let alias: string;
const remote = new RemoteFunction();
before(async () => {
  bench = await Workbench.start();
  alias = bench.deploy("remote", "remote.handler", { environment: { REMOTE_URL: await remote.start() } });
});
after(async () => {
  await bench.stop();
  remote.stop();
});

// An execution that waits for a callback and nothing else.
async function waiting(CallbackOptions: { TimeoutSeconds?: number; HeartbeatTimeoutSeconds?: number }) {
  const DurableExecutionArn = await bench.invoke(alias, {});
  const { event, answer } = await remote.next();
  const reply = await bench.lambda.send(
    new CheckpointDurableExecutionCommand({
      DurableExecutionArn,
      CheckpointToken: event.CheckpointToken,
      Updates: [{ Id: "c", Name: "approval", Type: "CALLBACK", Action: "START", CallbackOptions }],
    }),
  );
  const { CallbackId } = reply.NewExecutionState?.Operations?.[0]?.CallbackDetails ?? {};
  answer({ Status: "PENDING" });
  return { DurableExecutionArn, CallbackId: CallbackId as string };
}

// What the callback has become in the next invocation, which ends the execution.
async function resumed(DurableExecutionArn: string) {
  const { event, answer } = await remote.next();
  assert.equal(event.DurableExecutionArn, DurableExecutionArn);
  await bench.following("execution.ended", DurableExecutionArn, () => answer({ Status: "SUCCEEDED" }));
  const operation = event.InitialExecutionState.Operations[1] as { Status: string; CallbackDetails?: Record<string, unknown> };
  return [operation.Status, operation.CallbackDetails?.Result ?? operation.CallbackDetails?.Error];
}

const closed = { name: "CallbackTimeoutException" };

test("a failed callback carries its error, and is closed", async () => {
  const { DurableExecutionArn, CallbackId } = await waiting({});
  const failure = new SendDurableExecutionCallbackFailureCommand({
    CallbackId,
    Error: { ErrorType: "Refused", ErrorMessage: "no" },
  });
  await bench.lambda.send(failure);
  assert.deepEqual(await resumed(DurableExecutionArn), ["FAILED", { ErrorType: "Refused", ErrorMessage: "no" }]);
  await assert.rejects(bench.lambda.send(failure), closed);
  const success = new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from("1") });
  await assert.rejects(bench.lambda.send(success), closed);
});

test("a callback that nobody answers times out, and comes too late then", async () => {
  const { DurableExecutionArn, CallbackId } = await waiting({ TimeoutSeconds: 60 });
  bench.local.clock.advance(60_000);
  assert.deepEqual(await resumed(DurableExecutionArn), ["TIMED_OUT", { ErrorMessage: "Callback timed out" }]);
  const success = new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from("1") });
  await assert.rejects(bench.lambda.send(success), closed);
});

test("heartbeats keep a callback open, until they stop", async () => {
  const { DurableExecutionArn, CallbackId } = await waiting({ TimeoutSeconds: 3600, HeartbeatTimeoutSeconds: 60 });
  for (let n = 0; n < 3; n++) {
    bench.local.clock.advance(50_000);
    await bench.lambda.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }));
  }
  bench.local.clock.advance(60_000);
  assert.deepEqual(await resumed(DurableExecutionArn), ["TIMED_OUT", { ErrorMessage: "Callback timed out on heartbeat" }]);
});

test("a callback id that was never given out is refused", async () => {
  const success = (CallbackId: string) => bench.lambda.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId }));
  await assert.rejects(success("nonsense"), { name: "InvalidParameterValueException" });
  await assert.rejects(success(Buffer.from('[1,"c","x"]').toString("base64url")), closed);
});
