import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  type DurableContext,
  DurableExecutionInvocationInputWithClient,
  withDurableExecution,
} from "@aws/durable-execution-sdk-js";
import { Clock } from "../../clock.ts";
import { Journal } from "../../journal/journal.ts";
import { Store } from "../../store/store.ts";
import type { CheckpointRequest } from "./checkpoint.ts";
import { createExecutions, type Executions, type FunctionRunner } from "./executions.ts";

// The durable SDK in this process, with the client that AWS's own test runner injects, in place of the function host.
type Handler = (event: { n: number }, context: DurableContext) => Promise<unknown>;
const dayMs = 86_400_000;
let store: Store;
let clock: Clock;
let journal: Journal;
let executions: Executions;
let handler: Handler;
let invocations: string[];
let running: number;
let mostRunning: number;

beforeEach(() => {
  store = new Store(":memory:");
  clock = new Clock();
  journal = new Journal(store, clock);
  invocations = [];
  running = mostRunning = 0;
  executions = create();
  executions.resume();
});
afterEach(async () => {
  clock.stop();
  await executions.stop();
  store.close();
});

function create(): Executions {
  const functions = { versionOf: () => ({}), reference: () => ({}), run } as unknown as FunctionRunner;
  return createExecutions({ store, clock, journal, functions, region: "us-east-1", accountId: "000000000000" });
}

async function run(_version: unknown, payload: string) {
  const event = JSON.parse(payload);
  invocations.push(event.DurableExecutionArn);
  mostRunning = Math.max(mostRunning, ++running);
  const client = {
    checkpoint: async (request: unknown) => executions.checkpoint(request as CheckpointRequest) as never,
    getExecutionState: async () => assert.fail("the state fits into one page"),
  };
  const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 60_000 } as never;
  const answer = await withDurableExecution(handler)(
    new DurableExecutionInvocationInputWithClient(event, client) as never,
    context,
  );
  running--;
  return { invocationId: "1", version: "1", payload: JSON.stringify(answer), durationMs: 0, logTail: "" };
}

function start(n: number) {
  const durable = { executionTimeoutSeconds: 365 * 86_400, retentionDays: 1 };
  return executions.start({ functionName: "f", version: "1", durable, name: `e${n}`, payload: JSON.stringify({ n }) });
}

// Resolves once `count` entries of that type have come.
function entries(type: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    const end = journal.listen((entry) => {
      if (entry.type === type && --count === 0) {
        end();
        resolve();
      }
    });
  });
}

test("hundreds of waits that end at once are each resumed once, sixteen at a time", async () => {
  const count = 300; // more than the scheduler takes up in one go
  handler = async ({ n }, context) => {
    await context.wait("pause", { days: 3 });
    return context.step("after", async () => n);
  };
  const parked = entries("execution.waiting", count);
  const arns = Array.from({ length: count }, (_, n) => start(n).arn);
  await parked;
  assert.equal(invocations.length, count);
  const ended = entries("execution.ended", count);
  clock.advance(3 * dayMs);
  await ended;
  assert.equal(invocations.length, 2 * count);
  assert.equal(new Set(invocations).size, count);
  assert.equal(mostRunning, 16);
  for (const [n, arn] of arns.entries()) assert.equal((await executions.ended(arn)).result, String(n));
});

test("two waits end each at its time, and no invocation is made in vain", async () => {
  handler = async (_event, context) => {
    const waits = [context.wait("one", { hours: 1 }), context.wait("two", { hours: 2 })];
    await Promise.all(waits);
    return "both";
  };
  const parked = entries("execution.waiting", 1);
  const { arn } = start(1);
  await parked;
  const again = entries("execution.waiting", 1);
  clock.advance(3_600_000);
  await again;
  clock.advance(3_600_000);
  assert.equal((await executions.ended(arn)).result, '"both"');
  assert.equal(invocations.length, 3);
});

test("what a finished context left undone does not wake its execution", async () => {
  handler = async (_event, context) => {
    const slow = async (child: DurableContext) => child.wait("a day", { days: 1 });
    const quick = async (child: DurableContext) => child.step("at once", async () => "quick");
    const { successCount } = await context.parallel("first wins", [slow, quick], { completionConfig: { minSuccessful: 1 } });
    await context.wait("pause", { days: 2 });
    return successCount;
  };
  const parked = entries("execution.waiting", 1);
  const { arn } = start(1);
  await parked;
  clock.advance(dayMs);
  await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
  clock.advance(dayMs);
  assert.equal((await executions.ended(arn)).result, "1");
  assert.equal(invocations.length, 2);
});

test("what is over is deleted when its retention has passed, with its operations and its history", async () => {
  handler = async (_event, context) => context.step("only", async () => 1);
  const { arn } = start(1);
  await executions.ended(arn);
  clock.advance(dayMs - 1000);
  assert.equal(executions.get(arn).execution.status, "SUCCEEDED");
  clock.advance(1000);
  await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
  const { arn: later } = start(2);
  await executions.ended(later);
  assert.throws(() => executions.get(arn), { name: "ResourceNotFoundException" });
  for (const table of ["durable_operation", "durable_event"]) {
    const { owners } = store.sql(`SELECT count(DISTINCT execution) AS owners FROM ${table}`).get() as { owners: number };
    assert.equal(owners, 1, table);
  }
});

test("who waits for the end of an execution is told when the local AWS stops before", async () => {
  handler = async (_event, context) => context.wait("long", { days: 1 });
  const parked = entries("execution.waiting", 1);
  const { arn } = start(1);
  await parked;
  const ended = executions.ended(arn);
  await executions.stop();
  await assert.rejects(ended, { name: "ServiceException" });
});
