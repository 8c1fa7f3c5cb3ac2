import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";

let local: LocalAws;
let client: SQSClient;
before(async () => {
  local = await startLocal();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  client = new SQSClient({ region: "us-east-1", endpoint: local.url, credentials, maxAttempts: 1 });
});
after(async () => {
  client.destroy();
  await local.stop();
});

async function create(QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  return (await client.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl as string;
}

async function receive(QueueUrl: string, more: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
  return (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
}

const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);

test("a message is received with its attributes, hidden while it is worked on, and gone once it is deleted", async () => {
  const QueueUrl = await create("work");
  const MessageAttributes = {
    kind: { DataType: "String", StringValue: "welcome" },
    bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 255]) },
  };
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "Grüße", MessageAttributes }));
  const [message] = await receive(QueueUrl, { MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] });
  assert.equal(message?.Body, "Grüße");
  assert.deepEqual(message.MessageAttributes, MessageAttributes);
  assert.equal(message.Attributes?.ApproximateReceiveCount, "1");
  assert.deepEqual(await receive(QueueUrl), []);
  local.clock.advance(30_000);
  const [again] = await receive(QueueUrl);
  assert.equal(again?.MessageId, message.MessageId);
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  local.clock.advance(30_000);
  const [third] = await receive(QueueUrl);
  assert.ok(third, "the receipt of an earlier time deletes nothing");
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third.ReceiptHandle }));
  local.clock.advance(30_000);
  assert.deepEqual(await receive(QueueUrl), []);
});

test("a delayed message comes in its time, and a hidden one when its visibility is changed", async () => {
  const QueueUrl = await create("later");
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "later", DelaySeconds: 60 }));
  assert.deepEqual(await receive(QueueUrl), []);
  local.clock.advance(60_000);
  const [message] = await receive(QueueUrl);
  await client.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 0 }),
  );
  assert.deepEqual(bodies(await receive(QueueUrl)), ["later"]);
  await client.send(new PurgeQueueCommand({ QueueUrl }));
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  assert.equal(Attributes?.ApproximateNumberOfMessagesNotVisible, "0");
});

test("a FIFO queue keeps the order of a group, and takes one message for one de-duplication id within five minutes", async () => {
  const QueueUrl = await create("orders.fifo", { FifoQueue: "true", ContentBasedDeduplication: "true", VisibilityTimeout: "10" });
  const send = (MessageBody: string, MessageGroupId: string) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId }));
  const first = await send("one", "ada");
  assert.equal((await send("one", "ada")).MessageId, first.MessageId);
  await send("two", "ada");
  await send("three", "bob");
  assert.deepEqual(bodies(await receive(QueueUrl, { MaxNumberOfMessages: 1 })), ["one"]);
  assert.deepEqual(bodies(await receive(QueueUrl)), ["three"]);
  local.clock.advance(10_000);
  const all = await receive(QueueUrl);
  assert.deepEqual(bodies(all), ["one", "two", "three"]);
  const Entries = all.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  await send("one", "ada");
  assert.deepEqual(await receive(QueueUrl), []);
  local.clock.advance(300_000);
  await send("one", "ada");
  assert.deepEqual(bodies(await receive(QueueUrl)), ["one"]);
});

test("a request that waits is answered when a message comes", { timeout: 10_000 }, async () => {
  const QueueUrl = await create("awaited");
  const waiting = receive(QueueUrl, { WaitTimeSeconds: 20 });
  await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "a", MessageBody: "here" }] }));
  assert.deepEqual(bodies(await waiting), ["here"]);
});

test("of a batch a bad entry fails alone", async () => {
  const QueueUrl = await create("batch");
  const { Successful, Failed } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "good" },
        { Id: "bad", MessageBody: "bad", DelaySeconds: 901 },
      ],
    }),
  );
  assert.deepEqual([Successful?.[0]?.Id, Failed?.[0]?.Id, Failed?.[0]?.Code], ["good", "bad", "InvalidParameterValue"]);
});

test("queues are found by name and prefix, and are gone once they are deleted", async () => {
  const QueueUrl = await create("found-one");
  await create("found-two");
  assert.equal((await client.send(new GetQueueUrlCommand({ QueueName: "found-one" }))).QueueUrl, QueueUrl);
  const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: "found-" }));
  assert.equal(QueueUrls?.length, 2);
  await client.send(new DeleteQueueCommand({ QueueUrl }));
  await assert.rejects(client.send(new GetQueueUrlCommand({ QueueName: "found-one" })), {
    name: "QueueDoesNotExist",
    message: "The specified queue does not exist.",
  });
});

test("an event that a function failed three times lies in its dead-letter queue", { timeout: 20_000 }, async () => {
  const QueueUrl = await create("failed");
  const codeDir = mkdtempSync(join(tmpdir(), "foyer-dead-letter-"));
  writeFileSync(join(codeDir, "index.mjs"), "export const handler = async () => { throw new Error('never'); };");
  const deadLetterArn = "arn:aws:sqs:us-east-1:000000000000:failed";
  local.functions.deploy({ functionName: "fails", codeDir, handler: "index.handler", deadLetterArn });
  const invocationId = local.functions.invokeLater({ functionName: "fails", payload: '{"n":1}' });
  for (const minutes of [1, 2, 0]) {
    await local.idle();
    local.clock.advance(minutes * 60_000);
  }
  const [message] = await receive(QueueUrl, { MessageAttributeNames: ["All"] });
  assert.equal(message?.Body, '{"n":1}');
  assert.equal(message.MessageAttributes?.RequestID?.StringValue, invocationId);
  assert.equal(message.MessageAttributes?.ErrorMessage?.StringValue, "never");
  rmSync(codeDir, { recursive: true });
});
