import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { TestAws } from "../test-aws.ts";
import { sendToQueue } from "./send-to-queue.ts";
import { runAlone, testUser } from "./test-run.ts";

let aws: TestAws;

before(async () => {
  aws = await TestAws.start();
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const sent = () => aws.inputsOf("SendMessage");

test("a message says who, and has the step's key as its id, which no detail can replace", async () => {
  const step = sendToQueue({ queue: "new-users", message: ({ email }) => ({ email, plan: undefined, id: "mine" }) });
  assert.deepEqual(await runAlone(step), { messageId: "message-2" });
  const [{ QueueUrl, MessageBody, ...rest }] = sent();
  assert.match(QueueUrl, /\/000000000000\/new-users$/);
  assert.deepEqual(JSON.parse(MessageBody), {
    email: "ann@example.com",
    id: "key-of-ann",
    sub: "ann",
    userPoolId: "us-east-1_Test",
    origin: "sign-up",
  });
  assert.deepEqual(rest, {});
});

test("a FIFO queue is given the key to drop repetitions by, and a group for each user or the one that is named", async () => {
  await runAlone(sendToQueue({ queue: "users.fifo" }));
  await runAlone(sendToQueue({ queue: "users.fifo", group: "all" }));
  await runAlone(
    sendToQueue({ queue: "users.fifo", group: ({ attributes }) => attributes["custom:plan"] ?? "" }),
    testUser({ "custom:plan": "pro" }),
  );
  assert.deepEqual(
    sent().map(({ MessageDeduplicationId, MessageGroupId }) => [MessageDeduplicationId, MessageGroupId]),
    [
      ["key-of-ann", "ann"],
      ["key-of-ann", "all"],
      ["key-of-ann", "pro"],
    ],
  );
});

test("a message whose answer was lost is sent again under the same key", async () => {
  const step = sendToQueue({ queue: "users.fifo" });
  aws.on("SendMessage", () => (sent().length === 1 ? "lose reply" : "normal"));
  await runAlone(step);
  assert.equal(sent().length, 2);
  assert.deepEqual(sent()[0], sent()[1]);
});

test("the queue is looked up once, and again when the look-up failed", async () => {
  const step = sendToQueue({ queue: "new-users" });
  aws.on("GetQueueUrl", () => ({ status: 400, error: "RequestThrottled" }));
  await assert.rejects(runAlone(step), { name: "RequestThrottled" });
  aws.reset();
  await runAlone(step);
  await runAlone(step);
  assert.equal(aws.inputsOf("GetQueueUrl").length, 1);
});

test("a queue that is not there is a permanent failure that names it", async () => {
  aws.on("GetQueueUrl", () => ({ status: 400, error: "QueueDoesNotExist" }));
  const missing = { name: "StepError", retry: false, happened: "no", message: /there must be a queue 'new-users'/ };
  await assert.rejects(runAlone(sendToQueue({ queue: "new-users" })), missing);
  aws.reset();
  aws.on("SendMessage", () => ({ status: 400, error: "QueueDoesNotExist" }));
  await assert.rejects(runAlone(sendToQueue({ queue: "new-users" })), missing);
});

test("a fault of the message or of its group is known to have sent nothing", async () => {
  const faults = [
    sendToQueue({ queue: "new-users", message: ({ attributes }) => ({ plan: (attributes.missing as string).trim() }) }),
    sendToQueue({ queue: "new-users", message: () => ({ at: new Date() as unknown as string }) }),
    sendToQueue({ queue: "users.fifo", group: "two words" }),
  ];
  for (const step of faults) await assert.rejects(runAlone(step), { name: "StepError", retry: false, happened: "no" });
  assert.equal(sent().length, 0);
});

test("what SQS would refuse is refused when the file is loaded", () => {
  for (const queue of ["", "a b", "https://sqs.us-east-1.amazonaws.com/1/a", "a.b", `${"a".repeat(76)}.fifo`])
    assert.throws(() => sendToQueue({ queue }), { name: "OnboardingError" }, queue);
  assert.throws(() => sendToQueue({ queue: "a" as "a.fifo", group: "g" }), /only FIFO queues have groups/);
});

test("it may send to that queue, and needs it", () => {
  const { permissions, resources } = sendToQueue({ queue: "users.fifo" });
  const resource = `arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:users.fifo`;
  assert.deepEqual(permissions, [{ actions: ["sqs:GetQueueUrl", "sqs:SendMessage"], resources: [resource] }]);
  assert.deepEqual(resources, { queues: ["users.fifo"] });
});
