import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CheckpointDurableExecutionCommand,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  GetDurableExecutionStateCommand,
  InvokeCommand,
  ListDurableExecutionsByFunctionCommand,
  type OperationUpdate,
  StopDurableExecutionCommand,
} from "@aws-sdk/client-lambda";
import { RemoteFunction, type RemoteInvocation } from "./remote-function.ts";
import { Workbench } from "./workbench.ts";

const dayMs = 86_400_000;
let bench: Workbench;
let alias: string;
let environment: Record<string, string>;
const remote = new RemoteFunction();
before(async () => {
  bench = await Workbench.start();
  environment = { REMOTE_URL: await remote.start() };
  alias = bench.deploy("remote", "remote.handler", { environment });
});
after(async () => {
  await bench.stop();
  remote.stop();
});

const staleToken = {
  name: "InvalidParameterValueException",
  message: "Invalid checkpoint token",
  $metadata: { httpStatusCode: 400 },
};
const isStale = (error: { name: string; message: string; $metadata: { httpStatusCode?: number } }) => {
  assert.deepEqual([error.name, error.message, error.$metadata.httpStatusCode], [staleToken.name, staleToken.message, 400]);
  return true;
};
const start = (Id: string): OperationUpdate => ({ Id, Name: Id, Type: "STEP", Action: "START" });
const succeed = (Id: string, Payload?: string): OperationUpdate => ({ Id, Name: Id, Type: "STEP", Action: "SUCCEED", Payload });
const retry = (Id: string, seconds: number): OperationUpdate => ({
  ...{ Id, Name: Id, Type: "STEP", Action: "RETRY", Error: { ErrorMessage: "again" } },
  StepOptions: { NextAttemptDelaySeconds: seconds },
});
const wait = (Id: string, WaitSeconds: number): OperationUpdate => ({
  ...{ Id, Name: Id, Type: "WAIT", Action: "START" },
  WaitOptions: { WaitSeconds },
});

async function begin(name?: string): Promise<RemoteInvocation> {
  await bench.invoke(alias, { name }, name);
  return remote.next();
}
function checkpoint(
  DurableExecutionArn: string,
  CheckpointToken: string | undefined,
  Updates: OperationUpdate[],
  ClientToken?: string,
) {
  return bench.lambda.send(
    new CheckpointDurableExecutionCommand({ DurableExecutionArn, CheckpointToken, Updates, ...(ClientToken && { ClientToken }) }),
  );
}
const describe = (DurableExecutionArn: string) => bench.lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
const statuses = (operations: { Id?: string; Status?: string }[] | undefined) =>
  Object.fromEntries((operations ?? []).map(({ Id, Status }) => [Id, Status]));

test("each checkpoint consumes its token, and an old one is refused without any effect", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  const reply = await checkpoint(arn, event.CheckpointToken, [start("a"), succeed("a", "1")]);
  assert.deepEqual(statuses(reply.NewExecutionState?.Operations), { a: "SUCCEEDED" });
  await assert.rejects(checkpoint(arn, event.CheckpointToken, [succeed("b")]), isStale);
  await assert.rejects(checkpoint(arn, "bm9uc2Vuc2U=", [succeed("b")]), isStale);
  const next = await checkpoint(arn, reply.CheckpointToken, [succeed("c")]);
  assert.deepEqual(statuses(next.NewExecutionState?.Operations), { c: "SUCCEEDED" });
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
  await assert.rejects(checkpoint(arn, next.CheckpointToken, [succeed("d")]), isStale);
});

test("a new invocation has a new token, and that of the one before is refused", async () => {
  const first = await begin();
  const arn = first.event.DurableExecutionArn;
  await bench.following("execution.waiting", arn, () => first.fail());
  bench.local.clock.advance(1000);
  const second = await remote.next();
  assert.notEqual(second.event.CheckpointToken, first.event.CheckpointToken);
  await assert.rejects(checkpoint(arn, first.event.CheckpointToken, [succeed("a")]), isStale);
  const state = { DurableExecutionArn: arn, CheckpointToken: first.event.CheckpointToken };
  await assert.rejects(bench.lambda.send(new GetDurableExecutionStateCommand(state)), isStale);
  await checkpoint(arn, second.event.CheckpointToken, [succeed("a")]);
  await bench.following("execution.ended", arn, () => second.answer({ Status: "SUCCEEDED" }));
});

test("a checkpoint that is sent twice with one client token is applied once and answered alike", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  const first = await checkpoint(arn, event.CheckpointToken, [succeed("a", "1")], "client-token-1");
  const again = await checkpoint(arn, event.CheckpointToken, [succeed("a", "1")], "client-token-1");
  assert.equal(again.CheckpointToken, first.CheckpointToken);
  assert.deepEqual(again.NewExecutionState, first.NewExecutionState);
  await assert.rejects(checkpoint(arn, event.CheckpointToken, [succeed("a", "1")], "client-token-2"), isStale);
  bench.local.clock.advance(15 * 60_000);
  await assert.rejects(checkpoint(arn, event.CheckpointToken, [succeed("a", "1")], "client-token-1"), isStale);
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
});

test("a batch is applied as a whole or not at all", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  await assert.rejects(checkpoint(arn, event.CheckpointToken, [succeed("a"), { Id: "w", Type: "WAIT", Action: "CANCEL" }]), {
    name: "InvalidParameterValueException",
  });
  const reply = await checkpoint(arn, event.CheckpointToken, []);
  assert.deepEqual(reply.NewExecutionState?.Operations, [], "the refused batch consumed no token and left nothing");
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
});

test("what came due while an invocation runs is in the next reply", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  const reply = await checkpoint(arn, event.CheckpointToken, [wait("w", 60), retry("s", 60)]);
  assert.deepEqual(statuses(reply.NewExecutionState?.Operations), { w: "STARTED", s: "PENDING" });
  bench.local.clock.advance(60_000);
  const later = await checkpoint(arn, reply.CheckpointToken, []);
  assert.deepEqual(statuses(later.NewExecutionState?.Operations), { w: "SUCCEEDED", s: "READY" });
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
});

test("PENDING after something came due unseen invokes again at once and names it", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  await checkpoint(arn, event.CheckpointToken, [wait("w", 60)]);
  bench.local.clock.advance(60_000);
  answer({ Status: "PENDING" });
  const next = await remote.next();
  assert.deepEqual(next.event.UpdatedOperationIds, ["w"]);
  assert.equal(next.event.InitialExecutionState.Operations[0]?.Type, "EXECUTION");
  await bench.following("execution.ended", arn, () => next.answer({ Status: "SUCCEEDED" }));
});

test("PENDING with nothing pending fails the execution", async () => {
  const { event, answer } = await begin();
  await bench.following("execution.ended", event.DurableExecutionArn, () => answer({ Status: "PENDING" }));
  const { Status, Error: error } = await describe(event.DurableExecutionArn);
  assert.deepEqual([Status, error?.ErrorMessage], ["FAILED", "Cannot return PENDING status with no pending operations."]);
});

test("one name and payload is one execution, running or over; another payload is refused until the retention has passed", async () => {
  const { event, answer } = await begin("signup-1");
  const arn = event.DurableExecutionArn;
  assert.match(arn, /:function:remote:1\/durable-execution\/signup-1\//);
  assert.equal(await bench.invoke(alias, { name: "signup-1" }, "signup-1"), arn);
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
  assert.equal(await bench.invoke(alias, { name: "signup-1" }, "signup-1"), arn);
  await assert.rejects(bench.invoke(alias, { name: "other" }, "signup-1"), {
    name: "DurableExecutionAlreadyStartedException",
    $fault: "client",
  });
  await assert.rejects(bench.invoke(alias, {}, "not a name"), { name: "InvalidParameterValueException" });

  bench.local.clock.advance(14 * dayMs);
  const next = await begin("signup-1");
  assert.notEqual(next.event.DurableExecutionArn, arn);
  await assert.rejects(describe(arn), { name: "ResourceNotFoundException" });
  await bench.following("execution.ended", next.event.DurableExecutionArn, () => next.answer({ Status: "SUCCEEDED" }));
});

test("an execution stays on the version that it started with", async () => {
  const pinned = bench.deploy("pinned", "remote.handler", { environment });
  const arn = await bench.invoke(pinned, {});
  const { event, answer } = await remote.next();
  await checkpoint(arn, event.CheckpointToken, [wait("w", 60)]);
  await bench.following("execution.waiting", arn, () => answer({ Status: "PENDING" }));
  bench.deploy("pinned", "workflows.notDurable");
  bench.local.clock.advance(60_000);
  const next = await remote.next();
  await bench.following("execution.ended", arn, () => next.answer({ Status: "SUCCEEDED", Result: '"old code"' }));
  const execution = await describe(arn);
  assert.deepEqual([execution.Version, execution.Result], ["1", '"old code"']);
});

test("a stopped execution accepts no checkpoint, and what its invocation answers does not count", async () => {
  const { event, answer } = await begin();
  const DurableExecutionArn = event.DurableExecutionArn;
  const { StopTimestamp } = await bench.lambda.send(
    new StopDurableExecutionCommand({ DurableExecutionArn, Error: { ErrorType: "Operator", ErrorMessage: "enough" } }),
  );
  assert.ok(StopTimestamp instanceof Date);
  await assert.rejects(checkpoint(DurableExecutionArn, event.CheckpointToken, [succeed("a")]), isStale);
  await bench.following("invocation.ended", undefined, () => answer({ Status: "SUCCEEDED", Result: '"done"' }));
  const execution = await describe(DurableExecutionArn);
  assert.deepEqual([execution.Status, execution.Result, execution.Error?.ErrorType], ["STOPPED", undefined, "Operator"]);
});

test("an execution ends as TIMED_OUT when its time is over", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  await checkpoint(arn, event.CheckpointToken, [wait("w", 31_622_400)]);
  await bench.following("execution.waiting", arn, () => answer({ Status: "PENDING" }));
  const end = await bench.following("execution.ended", arn, () => bench.local.clock.advance(30 * dayMs));
  assert.equal(end.status, "TIMED_OUT");
});

test("lists, histories and states come in pages", async () => {
  const { event, answer } = await begin("paged");
  const DurableExecutionArn = event.DurableExecutionArn;
  const steps = Array.from({ length: 5 }, (_, n) => succeed(`s${n}`, String(n)));
  const { CheckpointToken } = await checkpoint(DurableExecutionArn, event.CheckpointToken, steps);
  const state = (Marker?: string) =>
    bench.lambda.send(new GetDurableExecutionStateCommand({ DurableExecutionArn, CheckpointToken, MaxItems: 4, Marker }));
  const first = await state();
  const second = await state(first.NextMarker);
  assert.deepEqual(
    [...(first.Operations ?? []), ...(second.Operations ?? [])].map(
      (operation) => operation.StepDetails?.Result ?? operation.Type,
    ),
    ["EXECUTION", "0", "1", "2", "3", "4"],
  );
  assert.equal(second.NextMarker, undefined);
  await bench.following("execution.ended", DurableExecutionArn, () => answer({ Status: "SUCCEEDED", Result: "1" }));

  const history = (input: object) =>
    bench.lambda.send(new GetDurableExecutionHistoryCommand({ DurableExecutionArn, MaxItems: 7, ...input }));
  const page = await history({});
  const rest = await history({ Marker: page.NextMarker });
  const events = [...(page.Events ?? []), ...(rest.Events ?? [])];
  assert.deepEqual(
    events.map(({ EventId, EventType }) => `${EventId} ${EventType}`),
    ["1 ExecutionStarted", ...[2, 3, 4, 5, 6].map((n) => `${n} StepSucceeded`), "7 InvocationCompleted", "8 ExecutionSucceeded"],
  );
  const reversed = await history({ ReverseOrder: true, IncludeExecutionData: false });
  assert.equal(reversed.Events?.[0]?.EventId, 8);
  assert.equal(reversed.Events?.[0]?.ExecutionSucceededDetails?.Result?.Payload, undefined);

  const list = await bench.lambda.send(
    new ListDurableExecutionsByFunctionCommand({
      FunctionName: "remote",
      DurableExecutionName: "paged",
      Statuses: ["SUCCEEDED"],
    }),
  );
  assert.deepEqual(
    list.DurableExecutions?.map((execution) => execution.DurableExecutionArn),
    [DurableExecutionArn],
  );
  const newest = await bench.lambda.send(
    new ListDurableExecutionsByFunctionCommand({ FunctionName: "remote", MaxItems: 1, ReverseOrder: true }),
  );
  assert.equal(newest.DurableExecutions?.[0]?.DurableExecutionName, "paged");
  assert.ok(newest.NextMarker);
});

test("an execution has at most 3,000 operations, itself included", async () => {
  const { event, answer } = await begin();
  const arn = event.DurableExecutionArn;
  let token: string | undefined = event.CheckpointToken;
  for (let first = 1; first < 3000; first += 250) {
    const count = Math.min(250, 3000 - first);
    const steps = Array.from({ length: count }, (_, n) => succeed(`s${first + n}`));
    token = (await checkpoint(arn, token, steps)).CheckpointToken;
  }
  await assert.rejects(checkpoint(arn, token, [succeed("one more")]), { message: /at most 3000 operations/ });
  await bench.following("execution.ended", arn, () => answer({ Status: "SUCCEEDED" }));
});

test("an unqualified function name cannot start an execution", async () => {
  await assert.rejects(bench.lambda.send(new InvokeCommand({ FunctionName: "remote", InvocationType: "Event" })), {
    name: "InvalidParameterValueException",
  });
});
