import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ListExecutionsCommand,
  type ListExecutionsCommandInput,
  SFNClient,
  StartExecutionCommand,
  type StartExecutionCommandInput,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

const roleArn = "arn:aws:iam::000000000000:role/states";
const definition = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
let local: LocalAws;
let client: SFNClient;
let stateMachineArn: string;

before(async () => {
  local = await startLocal();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new SFNClient({ endpoint: local.url, region: local.region, credentials, maxAttempts: 1 });
  ({ stateMachineArn = "" } = await create("workspace"));
});
beforeEach(() => local.reset());
after(async () => {
  client.destroy();
  await local.stop();
});

const create = (name: string, more: object = {}) =>
  client.send(new CreateStateMachineCommand({ name, definition, roleArn, ...more }));
const start = (name: string, input = "{}", more: Partial<StartExecutionCommandInput> = {}) =>
  client.send(new StartExecutionCommand({ stateMachineArn, name, input, ...more }));
const list = (more: Partial<ListExecutionsCommandInput> = {}) =>
  client.send(new ListExecutionsCommand({ stateMachineArn, ...more }));

test("a state machine is made once, and kept over a reset", async () => {
  assert.equal(stateMachineArn, "arn:aws:states:us-east-1:000000000000:stateMachine:workspace");
  assert.equal((await create("workspace")).stateMachineArn, stateMachineArn);
  const { name, status, type, definition: kept } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  assert.deepEqual([name, status, type, kept], ["workspace", "ACTIVE", "STANDARD", definition]);
  await assert.rejects(create("workspace", { definition: "{}" }), { name: "StateMachineAlreadyExists" });
});

test("a name that runs with the same input is started once", async () => {
  const first = await start("ann", '{"a":1}');
  assert.equal(first.executionArn, "arn:aws:states:us-east-1:000000000000:execution:workspace:ann");
  local.clock.advance(60_000);
  const second = await start("ann", '{"a":1}');
  assert.deepEqual([second.executionArn, second.startDate], [first.executionArn, first.startDate]);
  assert.equal((await list()).executions?.length, 1);
  await assert.rejects(start("ann", '{"a":2}'), {
    name: "ExecutionAlreadyExists",
    message: `Execution Already Exists: '${first.executionArn}'`,
  });
});

test("a name is free again ninety days after its execution has ended", async () => {
  const { executionArn } = await start("ann");
  await client.send(new StopExecutionCommand({ executionArn, error: "Enough", cause: "tested" }));
  const { status, stopDate, error, cause, input } = await client.send(new DescribeExecutionCommand({ executionArn }));
  assert.deepEqual([status, error, cause, input], ["ABORTED", "Enough", "tested", "{}"]);
  local.clock.advance(60_000);
  assert.deepEqual((await client.send(new StopExecutionCommand({ executionArn }))).stopDate, stopDate);
  await assert.rejects(start("ann"), { name: "ExecutionAlreadyExists" });
  local.clock.advance(90 * 86_400_000);
  await start("ann");
  assert.equal((await client.send(new DescribeExecutionCommand({ executionArn }))).status, "RUNNING");
});

test("executions are listed with the newest first, by status and page by page", async () => {
  for (const name of ["a", "b", "c"]) await start(name);
  const { executionArn } = await start("d");
  await client.send(new StopExecutionCommand({ executionArn }));
  const names = ({ executions = [] }: { executions?: { name?: string }[] }) => executions.map(({ name }) => name).join("");
  assert.equal(names(await list()), "dcba");
  assert.equal(names(await list({ statusFilter: "RUNNING" })), "cba");
  const page = await list({ maxResults: 3 });
  assert.equal(names(page), "dcb");
  const last = await list({ maxResults: 3, nextToken: page.nextToken });
  assert.deepEqual([names(last), last.nextToken], ["a", undefined]);
});

test("what Step Functions refuses is refused in its words", async () => {
  const missing = "arn:aws:states:us-east-1:000000000000:stateMachine:none";
  await assert.rejects(start("a", "{}", { stateMachineArn: missing }), {
    name: "StateMachineDoesNotExist",
    message: `State Machine Does Not Exist: '${missing}'`,
  });
  await assert.rejects(start("a", "{}", { stateMachineArn: "workspace" }), { name: "InvalidArn" });
  await assert.rejects(start("a b"), { name: "InvalidName", message: "Invalid Name: 'a b'" });
  await assert.rejects(start("a".repeat(81)), /InvalidName|ValidationException/);
  await assert.rejects(start("a", "not JSON"), { name: "InvalidExecutionInput" });
  await assert.rejects(create("express", { type: "EXPRESS" }), { name: "StateMachineTypeNotSupported" });
  await assert.rejects(create("broken", { definition: "{" }), { name: "InvalidDefinition" });
  const executionArn = "arn:aws:states:us-east-1:000000000000:execution:workspace:none";
  await assert.rejects(client.send(new DescribeExecutionCommand({ executionArn })), { name: "ExecutionDoesNotExist" });
  await assert.rejects(list({ nextToken: "x" }), { name: "InvalidToken" });
});
