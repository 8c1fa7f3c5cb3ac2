import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { OutsideRequest, Timeline } from "@foyer/local";
import { deploy } from "../../packages/local/src/test-functions.ts";
import { type Stage, startStage } from "./stage.ts";

let stage: Stage;
let sqs: SQSClient;
before(async () => {
  stage = await startStage("examples/downstream/onboarding.ts");
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "not-a-secret" };
  sqs = new SQSClient({ endpoint: stage.dev.local.url, region: stage.dev.local.region, credentials });
});
after(() => {
  sqs?.destroy();
  return stage?.stop();
});

/** What a consumer of the queue is given next, and so takes away for a while. */
async function received(QueueName: string): Promise<{ body: Record<string, unknown>; attributes: Record<string, string> }[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] });
  const { Messages = [] } = await sqs.send(receive);
  return Messages.map(({ Body = "", Attributes = {} }) => ({ body: JSON.parse(Body), attributes: Attributes }));
}

const states = (steps: { step: string; state: string }[]) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

test("each queue is made by foyer dev and has one message about the user", async () => {
  const ada = await stage.signUp({ name: "Ada" });
  await stage.confirm(ada);
  const { steps } = await stage.ended(ada.sub);
  assert.ok(
    steps.every(({ state }) => state === "done"),
    JSON.stringify(states(steps)),
  );
  const about = { sub: ada.sub, userPoolId: stage.dev.pool.userPoolId, origin: "sign-up" };
  const [crm, ...more] = await received("crm");
  assert.deepEqual(more, []);
  assert.deepEqual(crm?.body, { email: ada.email, name: "Ada", ...about, id: crm?.body.id });
  const [billing, ...others] = await received("billing.fifo");
  assert.deepEqual(others, []);
  assert.deepEqual(billing?.body, { plan: "free", ...about, id: billing?.body.id });
  assert.equal(billing?.attributes.MessageGroupId, ada.sub);
  assert.equal(billing?.attributes.MessageDeduplicationId, billing?.body.id);
});

test("after a lost reply a FIFO queue has the message once, and a standard queue twice with one id", async () => {
  const grace = await stage.signUp();
  // Of the messages of this user: the standard queue's first, and the FIFO queue's first.
  for (const after of [0, 2])
    stage.dev.local.faults.add({ service: "sqs", operation: "SendMessage", kind: "reply-lost", after, count: 1 });
  await stage.confirm(grace);
  const { steps } = await stage.ended(grace.sub);
  assert.ok(
    steps.every(({ state }) => state === "done"),
    JSON.stringify(states(steps)),
  );
  const ids = (await received("crm")).map(({ body }) => body.id);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.equal((await received("billing.fifo")).length, 1);
});

test("a webhook stays on this machine, signed by the secret that foyer dev has made", async () => {
  const { local } = stage.dev;
  const barbara = await stage.signUp();
  await stage.confirm(barbara);
  await stage.ended(barbara.sub);
  const { SecretString = "" } = (await local.call("secretsmanager", "GetSecretValue", { SecretId: "partner/webhook" })) as {
    SecretString?: string;
  };
  const key = Buffer.from(SecretString.replace(/^whsec_/, ""), "base64");
  const sent = local.outside
    .list({ url: "https://partner.example.com/hooks/users" })
    .filter(({ body }) => body.includes(barbara.sub));
  assert.equal(sent.length, 1);
  const [{ headers, body }] = sent as [OutsideRequest];
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = headers;
  assert.equal(signature, `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`);
  const { type, data } = JSON.parse(body);
  assert.equal(type, "user.confirmed");
  assert.deepEqual(data, {
    email: barbara.email,
    sub: barbara.sub,
    id,
    userPoolId: stage.dev.pool.userPoolId,
    origin: "sign-up",
  });
});

test("a state machine has one execution for the user, in the account and Region in which the functions run", async () => {
  const { local } = stage.dev;
  local.faults.add({ service: "states", operation: "StartExecution", kind: "reply-lost", count: 1 });
  const radia = await stage.signUp();
  await stage.confirm(radia);
  await stage.ended(radia.sub);
  const stateMachineArn = `arn:aws:states:${local.region}:${local.accountId}:stateMachine:provision-workspace`;
  const { executions } = (await local.call("states", "ListExecutions", { stateMachineArn })) as {
    executions: { executionArn: string }[];
  };
  const inputs = executions.map(async ({ executionArn }) => {
    const { input } = (await local.call("states", "DescribeExecution", { executionArn })) as { input: string };
    return JSON.parse(input);
  });
  const mine = (await Promise.all(inputs)).filter(({ sub }) => sub === radia.sub);
  assert.deepEqual(
    mine.map(({ size }) => size),
    ["small"],
  );
});

test("a queue that was deleted parks the user, and the timeline names it", async () => {
  const { local } = stage.dev;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "crm" }));
  await local.call("sqs", "DeleteQueue", { QueueUrl });
  const alan = await stage.signUp();
  await stage.confirm(alan);
  const { steps } = await stage.ended(alan.sub);
  const failed = steps.filter(({ state }) => state !== "done");
  assert.deepEqual(states(failed), { crm: "gave up" });
  assert.match(steps.find(({ step }) => step === "crm")?.error ?? "", /there must be a queue 'crm'/);
});

test("a stand-in takes what a function that nobody has deployed is invoked with; a function of one's own replaces it", async () => {
  const { local } = stage.dev;
  const invocations = ({ invocations }: Timeline, name: string) =>
    invocations.filter(({ functionName, outcome }) => functionName === name && outcome === "ok").length;
  const joan = await stage.signUp();
  await stage.confirm(joan);
  await stage.ended(joan.sub);
  await local.idle();
  const timeline = local.timeline(joan.sub);
  assert.deepEqual([invocations(timeline, "make-workspace"), invocations(timeline, "run-trial")], [1, 1]);
  assert.equal(timeline.executions.length, 2);

  deploy(local, "make-workspace", `export const handler = async () => { throw new RangeError("full"); };`);
  const kay = await stage.signUp();
  await stage.confirm(kay);
  const { steps } = await stage.until(kay.sub, ({ wait }) => wait !== undefined);
  const { state, error } = steps.find(({ step }) => step === "workspace") ?? {};
  assert.deepEqual([state, error], ["failed", "StepError: Function 'make-workspace' failed with RangeError"]);
});
