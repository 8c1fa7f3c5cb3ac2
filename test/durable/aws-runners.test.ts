import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  CloudDurableTestRunner,
  type DurableOperation,
  LocalDurableTestRunner,
  type TestResult,
} from "@aws/durable-execution-sdk-js-testing";
import type { Event, EventError, RetryDetails } from "@aws-sdk/client-lambda";
import { Workbench } from "./workbench.ts";

// @ts-expect-error: the workflows are JavaScript, as a bundle is
const workflows = await import("./functions/workflows.mjs");

let bench: Workbench;
before(async () => {
  bench = await Workbench.start();
});
after(() => bench.stop());

/** AWS's runner skips time by moving that of this process, in which the local AWS would find every signature too old. */
async function runByAws(
  handlerFunction: ConstructorParameters<typeof LocalDurableTestRunner>[0]["handlerFunction"],
  payload: object,
) {
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: true });
  try {
    return await new LocalDurableTestRunner({ handlerFunction }).run({ payload });
  } finally {
    await LocalDurableTestRunner.teardownTestEnvironment();
  }
}

// What an execution consists of, but for its times.
function told(operation: DurableOperation): object {
  const type = operation.getType();
  const step = type === "STEP" ? operation.getStepDetails() : undefined;
  const context = type === "CONTEXT" ? operation.getContextDetails() : undefined;
  return {
    id: operation.getId(),
    parentId: operation.getParentId(),
    name: operation.getName(),
    type,
    subType: operation.getSubType(),
    status: operation.getStatus(),
    result: step?.result ?? context?.result,
    waitSeconds: type === "WAIT" ? operation.getWaitDetails()?.waitSeconds : undefined,
  };
}

// What happened to the operations, but for times and made-up ids. AWS's runner numbers attempts from the state before.
function happened({ EventType, Name, SubType, Id, ParentId, ...event }: Event): object {
  const details = Object.entries(event).find(([key]) => key.endsWith("Details"))?.[1] as Record<string, unknown>;
  const { Error: error, Result, RetryDetails, Duration } = details;
  const failure = (error as EventError | undefined)?.Payload;
  const delaySeconds = (RetryDetails as RetryDetails | undefined)?.NextAttemptDelaySeconds;
  const operation = EventType?.startsWith("Execution") ? {} : { Name, SubType, Id, ParentId };
  const outcome = { Result, Duration, delaySeconds, ErrorType: failure?.ErrorType, ErrorMessage: failure?.ErrorMessage };
  return { EventType, ...operation, ...outcome };
}

function compare(ours: TestResult, theirs: TestResult): void {
  assert.deepEqual(ours.getOperations().map(told), theirs.getOperations().map(told));
  assert.equal(ours.getStatus(), theirs.getStatus());
  assert.deepEqual(ours.getResult(), theirs.getResult());
  assert.equal(ours.getInvocations().length, theirs.getInvocations().length);
  // Where an invocation ends among the events depends on how fast time is made to pass.
  const events = (result: TestResult) => result.getHistoryEvents().filter((event) => event.EventType !== "InvocationCompleted");
  assert.deepEqual(events(ours).map(happened), events(theirs).map(happened));
}

for (const name of ["fiveSteps", "onboarding"]) {
  test(`${name} consists of the same operations here and in AWS's local test runner`, async () => {
    const payload = { user: "ada" };
    const theirs = await runByAws(workflows[name], payload);
    const functionName = bench.deploy(name, `workflows.${name}`);
    const end = bench.local.journal.listen((entry) => {
      if (entry.type === "execution.waiting") setImmediate(() => bench.local.clock.advance(entry.data.until - entry.at));
    });
    const cloud = new CloudDurableTestRunner({
      functionName,
      client: bench.lambda,
      config: { pollInterval: 50, invocationType: "Event" },
    });
    const ours = await cloud.run({ payload });
    end();
    compare(ours, theirs);
  });
}
