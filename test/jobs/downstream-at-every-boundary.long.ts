import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type BoundaryStage, type Example, type Onboarded, startBoundaryStage } from "./boundaries.ts";
import type { Stage } from "./stage.ts";

/**
 * The effects of the steps that tell other systems, each before its mark in the ledger; the webhook's lies before the one that follows it.
 * What lies between two steps is for the tests of examples/welcome.
 */
const downstream: Example = {
  file: "examples/downstream/onboarding.ts",
  effects: [
    ["events", "PutEvents"],
    ["sqs", "SendMessage"],
    ["lambda", "Invoke"],
    ["states", "StartExecution"],
    ["dynamodb", "UpdateItem"],
  ],
  check,
};

let at: BoundaryStage;
before(async () => {
  at = await startBoundaryStage(downstream);
});
after(() => at?.stage.stop());

/** Takes a user past one mishap at each effect. */
async function pastEach(mishap: { kind: "crash-function"; when: "after" } | { kind: "reply-lost" }): Promise<void> {
  const { faults } = at.stage.dev.local;
  for (const boundary of at.boundaries.filter(({ callerFunction }) => callerFunction === "foyer-worker")) {
    faults.add({ ...boundary, ...mishap, id: "once", count: 1 });
    const when = `${mishap.kind} at ${boundary.operation} ${boundary.after + 1}`;
    await at.onboard(when);
    assert.equal(faults.list()[0]?.fired, 1, when);
  }
}

test("after whichever effect the process of the worker is killed, each receiver knows a repetition by its key", () =>
  pastEach({ kind: "crash-function", when: "after" }));

test("whichever answer to the worker is lost, each receiver knows a repetition by its key", () =>
  pastEach({ kind: "reply-lost" }));

async function check(stage: Stage, { sub, entry }: Onboarded, when: string): Promise<void> {
  const { local } = stage.dev;
  await local.idle();
  const states = Object.entries(entry.steps).map(([name, { state }]) => `${name} ${state}`);
  const said = `${when}: ${entry.status}, ${states.join(", ")}`;
  assert.equal(entry.status, "complete", said);
  assert.ok(
    states.every((state) => state.endsWith(" done")),
    said,
  );
  const { invocations, executions } = local.timeline(sub);
  const webhooks = local.outside.list().flatMap(({ body }) => (body.includes(sub) ? [JSON.parse(body).data.id] : []));
  const ids = {
    events: local.events.list({ sub }).map(({ detail }) => detail.id),
    crm: await received(stage, "crm"),
    billing: await received(stage, "billing.fifo"),
    webhooks,
  };
  for (const [receiver, given] of Object.entries(ids)) {
    assert.equal(new Set(given).size, 1, `${said}: ${receiver} was given ${given}`);
    assert.ok(given.length <= 2, `${said}: ${receiver} was given ${given}`);
  }
  // These de-duplicate by themselves.
  assert.equal(ids.billing.length, 1, said);
  assert.equal(executions.filter(({ executionArn }) => executionArn.includes(":run-trial:")).length, 1, said);
  assert.equal((await provisioned(stage, sub)).length, 1, said);
  assert.ok(
    invocations.some(({ functionName }) => functionName === "make-workspace"),
    said,
  );
}

/** The ids of the messages in a queue, which is empty then. */
async function received({ dev: { local } }: Stage, QueueName: string): Promise<unknown[]> {
  const { QueueUrl } = (await local.call("sqs", "GetQueueUrl", { QueueName })) as { QueueUrl: string };
  const { Messages = [] } = (await local.call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 })) as {
    Messages?: { Body: string }[];
  };
  await local.call("sqs", "PurgeQueue", { QueueUrl });
  return Messages.map(({ Body }) => JSON.parse(Body).id);
}

/** The executions of the state machine for a user. */
async function provisioned({ dev: { local } }: Stage, sub: string): Promise<string[]> {
  const stateMachineArn = `arn:aws:states:${local.region}:${local.accountId}:stateMachine:provision-workspace`;
  const { executions } = (await local.call("states", "ListExecutions", { stateMachineArn })) as {
    executions: { executionArn: string }[];
  };
  const inputs = executions.map(async ({ executionArn }) => {
    const { input } = (await local.call("states", "DescribeExecution", { executionArn })) as { input: string };
    return input;
  });
  return (await Promise.all(inputs)).filter((input) => input.includes(sub));
}
