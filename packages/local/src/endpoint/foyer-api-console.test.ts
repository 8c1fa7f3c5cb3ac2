import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { JournalEntry } from "../journal/journal.ts";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { deploy } from "../test-functions.ts";
import type { BucketPage, PublishedEvents, QueueMessages } from "./foyer-api-data.ts";
import type { ListedFunctions, WholeFunction } from "./foyer-api-functions.ts";

describe("what the console reads of functions, data and faults", () => {
  let local: LocalAws;
  let options: {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };

  before(async () => {
    local = await startLocal();
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    options = { region: "us-east-1", endpoint: local.url, credentials, maxAttempts: 1 };
  });
  after(() => local.stop());

  async function get<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await fetch(`${local.url}/_foyer/${path}`, init);
    assert.equal(response.status, 200, await response.clone().text());
    return (await response.json()) as T;
  }
  const status = async (path: string, init?: RequestInit) => (await fetch(`${local.url}/_foyer/${path}`, init)).status;
  const read = <T>(name: string, input: object) => get<T>(`read/${name}`, { method: "POST", body: JSON.stringify(input) });

  it("counts the invocations of a function, cold and warm, by outcome and duration", async () => {
    await deploy(local, "counted", `export const handler = async ({ fails }) => { if (fails) throw new Error("as asked"); };`);
    const lambda = new LambdaClient(options);
    for (const fails of [false, true, false])
      await lambda.send(new InvokeCommand({ FunctionName: "counted", Payload: JSON.stringify({ fails }) }));
    const {
      bounds,
      functions: [listed],
    } = await get<ListedFunctions>("functions");
    const { cold, warm, underWay, outcomes, histogram, medianMs = -1, maxMs = -1 } = listed?.count ?? assert.fail();
    assert.equal(histogram.length, bounds.length + 1);
    assert.deepEqual([listed?.functionName, cold, warm, underWay], ["counted", 1, 2, 0]);
    assert.deepEqual(outcomes, { ok: 2, error: 1, timeout: 0, crash: 0 });
    assert.deepEqual(
      [histogram.reduce((sum, bar) => sum + bar.cold, 0), histogram.reduce((sum, bar) => sum + bar.warm, 0)],
      [1, 2],
    );
    assert.ok(medianMs >= 0 && medianMs <= maxMs);
    const whole = await get<WholeFunction>("functions/counted");
    assert.deepEqual(
      whole.invocations.map(({ coldStart, outcome }) => [coldStart, outcome]),
      [
        [false, "ok"],
        [false, "error"],
        [true, "ok"],
      ],
    );
    assert.match(whole.invocations[1]?.error ?? "", /as asked/);
    assert.deepEqual(
      whole.versions.map(({ version }) => version),
      ["$LATEST", "1"],
    );
    assert.deepEqual(whole.aliases, [{ name: "live", version: "1", description: "" }]);
    assert.equal(await status("functions/nobody"), 404);
  });

  it("streams the log of a function: what was written, then what is", { timeout: 10_000 }, async () => {
    await deploy(local, "talker", `export const handler = ({ says }) => console.log("it says " + says);`);
    const lambda = new LambdaClient(options);
    const say = (says: string) => lambda.send(new InvokeCommand({ FunctionName: "talker", Payload: JSON.stringify({ says }) }));
    await say("one");
    const stop = new AbortController();
    const response = await fetch(`${local.url}/_foyer/log-stream?function=talker`, { signal: stop.signal });
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail();
    let text = "";
    const until = async (wanted: string) => {
      while (!text.includes(wanted)) text += (await reader.read()).value ?? "";
    };
    await until("it says one");
    await say("two");
    await until("it says two");
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map((match) => Number(match[1]));
    assert.deepEqual(
      ids,
      [...new Set(ids)].toSorted((a, b) => a - b),
    );
    // It goes on behind the line that it is told of, and says no line twice.
    stop.abort();
    const again = await fetch(`${local.url}/_foyer/log-stream?function=talker`, {
      headers: { "last-event-id": String(ids.at(-2)) },
    });
    const second = again.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail();
    let rest = "";
    while (!rest.includes("event: line")) rest += (await second.read()).value ?? "";
    assert.equal(rest.match(/^id: /gm)?.length, 1);
    await second.cancel();
  });

  it("pages through the events that were put, the newest first, and finds them by what they hold", async () => {
    const events = new EventBridgeClient(options);
    for (const plan of ["free", "pro", "free"])
      await events.send(
        new PutEventsCommand({ Entries: [{ Source: "acme", DetailType: `Joined ${plan}`, Detail: JSON.stringify({ plan }) }] }),
      );
    const { total, events: page } = await get<PublishedEvents>("published?offset=1&limit=1");
    assert.deepEqual([total, page.map(({ detailType }) => detailType)], [3, ["Joined pro"]]);
    const found = await get<PublishedEvents>(`published?search=${encodeURIComponent('"plan":"PRO"')}`);
    assert.deepEqual([found.total, found.events[0]?.eventId], [1, page[0]?.eventId]);
    assert.equal((await get<{ source: string }>(`published/${page[0]?.eventId}`)).source, "acme");
    assert.equal(await status("published/none"), 404);
    assert.equal(await status("published?limit=0"), 400);
  });

  it("shows the messages of a queue without receiving them", async () => {
    const sqs = new SQSClient(options);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "jobs" }));
    for (const MessageBody of ["one", "two"]) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const bodies = async () => (await get<QueueMessages>("queues/jobs")).messages.map(({ body, received }) => [body, received]);
    assert.deepEqual(await bodies(), [
      ["one", 0],
      ["two", 0],
    ]);
    await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.deepEqual(await bodies(), [
      ["one", 1],
      ["two", 0],
    ]);
    const [queue] = await get<{ waiting: number; workedOn: number }[]>("queues");
    assert.deepEqual([queue?.waiting, queue?.workedOn], [1, 1]);
    assert.doesNotMatch(JSON.stringify(await get("queues/jobs")), /receipt/i);
  });

  it("lists buckets by folders, and state machines", async () => {
    const s3 = new S3Client({ ...options, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "exports" }));
    for (const Key of ["a/1.txt", "a/2.txt", "b.txt"]) await s3.send(new PutObjectCommand({ Bucket: "exports", Key, Body: "x" }));
    const page = await get<BucketPage>("buckets/exports");
    assert.deepEqual([page.folders, page.objects.map(({ key, size }) => [key, size])], [["a/"], [["b.txt", 1]]]);
    const first = await get<BucketPage>("buckets/exports?prefix=a/&limit=1");
    assert.deepEqual([first.objects[0]?.key, first.next], ["a/1.txt", "a/1.txt"]);
    const roleArn = "arn:aws:iam::000000000000:role/states";
    const definition = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
    await new SFNClient(options).send(new CreateStateMachineCommand({ name: "flow", definition, roleArn }));
    const [machine] = await get<{ name: string; definition: string }[]>("state-machines");
    assert.deepEqual([machine?.name, machine?.definition], ["flow", definition]);
  });

  it("reads tables under a fault that strikes everybody else, and nothing that writes", async () => {
    const dynamodb = new DynamoDBClient(options);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "ledger",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      }),
    );
    await dynamodb.send(new PutItemCommand({ TableName: "ledger", Item: { pk: { S: "ada" } } }));
    const id = local.faults.add({ service: "*", kind: "throttle" });
    assert.deepEqual((await read<{ Items: object[] }>("dynamodb.Scan", { TableName: "ledger" })).Items, [{ pk: { S: "ada" } }]);
    const { FunctionName } = await read<{ FunctionName: string }>("lambda.GetFunctionConfiguration", { FunctionName: "counted" });
    assert.equal(FunctionName, "counted");
    assert.deepEqual([local.faults.list()[0]?.seen, local.faults.list()[0]?.fired], [0, 0]);
    local.faults.remove(id);
    const item = JSON.stringify({ TableName: "ledger", Item: { pk: { S: "eve" } } });
    for (const name of ["dynamodb.PutItem", "dynamodb.ScanX", "cognito-idp.ListUsers", "lambda", "__proto__.Get"]) {
      const refused = await fetch(`${local.url}/_foyer/read/${name}`, { method: "POST", body: item });
      assert.equal(refused.status, 400, name);
      assert.match(await refused.text(), /is nothing to read here/);
    }
    assert.equal(await status("read/dynamodb.Scan", { method: "POST", body: "[]" }), 400);
    const missing = await fetch(`${local.url}/_foyer/read/dynamodb.Scan`, { method: "POST", body: '{"TableName":"none"}' });
    assert.deepEqual(
      [missing.status, ((await missing.json()) as { error: { code: string } }).error.code],
      [400, "ResourceNotFoundException"],
    );
  });

  it("tells of each strike of a fault: whom it struck, and for which operation", async () => {
    local.faults.add({ id: "slow", service: "dynamodb", operation: "PutItem", kind: "throttle" });
    const refused = new DynamoDBClient(options).send(new PutItemCommand({ TableName: "ledger", Item: { pk: { S: "bob" } } }));
    await assert.rejects(refused, { name: "ProvisionedThroughputExceededException" });
    local.faults.add({ id: "off", functionName: "counted", kind: "error", name: "Boom" });
    await new LambdaClient(options).send(new InvokeCommand({ FunctionName: "counted", Payload: "{}" }));
    const strikes = await get<JournalEntry[]>("strikes");
    assert.deepEqual(
      strikes.map(({ data }) => data),
      [
        { faultId: "off", kind: "error", functionName: "counted" },
        { faultId: "slow", kind: "throttle", service: "dynamodb", operation: "PutItem" },
      ],
    );
    local.faults.clear();
    const operations = await get<Record<string, string[]>>("operations");
    for (const [service, operation] of [
      ["dynamodb", "PutItem"],
      ["s3", "PutObject"],
      ["sesv2", "SendEmail"],
    ] as const)
      assert.ok(operations[service]?.includes(operation), operation);
  });

  it("says in the stream of events that everything was forgotten, and counts anew from there", async () => {
    const stop = new AbortController();
    const response = await fetch(`${local.url}/_foyer/events`, { signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? assert.fail();
    await reader.read();
    await get("reset", { method: "POST" });
    let text = "";
    while (!text.includes("\n\n")) text += (await reader.read()).value ?? "";
    assert.match(text, /^id: 1\nevent: local\.reset\n/);
    stop.abort();
    const { functions } = await get<ListedFunctions>("functions");
    assert.deepEqual([...new Set(functions.map(({ count }) => count.cold + count.warm))], [0]);
    assert.deepEqual(await get("strikes"), []);
    assert.equal((await get<PublishedEvents>("published")).total, 0);
  });
});
