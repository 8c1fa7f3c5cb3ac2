import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { type Endpoint, startEndpoint } from "../endpoint/endpoint.ts";
import { Store } from "../store/store.ts";
import { createDynamoDb, type DynamoDb } from "./dynamodb.ts";

const tableOf = (TableName: string) =>
  new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  });

async function start(dataDir?: string) {
  const store = new Store(":memory:");
  const faults: unknown[] = [];
  const dynamodb = createDynamoDb({ dataDir });
  const onError = (error: unknown) => faults.push(error);
  const endpoint = await startEndpoint({ port: 0, store, services: [], engines: [dynamodb], rawServices: [], onError });
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    client.destroy();
    await endpoint.stop();
    await dynamodb.close();
    store.close();
  };
  return { client, dynamodb, endpoint, faults, stop };
}

describe("DynamoDB", () => {
  let client: DynamoDBClient;
  let dynamodb: DynamoDb;
  let endpoint: Endpoint;
  let faults: unknown[];
  let stop: () => Promise<void>;

  before(async () => {
    ({ client, dynamodb, endpoint, faults, stop } = await start());
    dynamodb.warm();
    await client.send(tableOf("users"));
    await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName: "users" });
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  async function post(target: string, body: string | Buffer<ArrayBuffer>) {
    const headers = { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" };
    const response = await fetch(endpoint.url, { method: "POST", headers, body });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  it("puts, gets, updates and queries with conditions and expressions", async () => {
    const put = (pk: string) =>
      client.send(
        new PutItemCommand({
          TableName: "users",
          Item: { pk: { S: pk }, email: { S: "ada@example.com" }, visits: { N: "1" } },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      );
    await put("a");
    await assert.rejects(put("a"), { name: "ConditionalCheckFailedException" });
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        TableName: "users",
        Key: { pk: { S: "a" } },
        UpdateExpression: "SET #v = #v + :one REMOVE email",
        ExpressionAttributeNames: { "#v": "visits" },
        ExpressionAttributeValues: { ":one": { N: "1" } },
        ReturnValues: "ALL_NEW",
      }),
    );
    assert.deepEqual(Attributes, { pk: { S: "a" }, visits: { N: "2" } });
    const { Items } = await client.send(
      new QueryCommand({
        TableName: "users",
        KeyConditionExpression: "pk = :k",
        ExpressionAttributeValues: { ":k": { S: "a" } },
      }),
    );
    assert.deepEqual(Items, [{ pk: { S: "a" }, visits: { N: "2" } }]);
    const { Table } = await client.send(new DescribeTableCommand({ TableName: "users" }));
    assert.equal(Table?.TableArn, "arn:aws:dynamodb:us-east-1:000000000000:table/users");
  });

  it("lets one of many conditional puts of a key win", async () => {
    const put = () =>
      client.send(
        new PutItemCommand({ TableName: "users", Item: { pk: { S: "race" } }, ConditionExpression: "attribute_not_exists(pk)" }),
      );
    const results = await Promise.allSettled(Array.from({ length: 30 }, put));
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 1);
  });

  it("names the operation that it does not emulate", async () => {
    const ttl = { Enabled: true, AttributeName: "t" };
    await assert.rejects(client.send(new UpdateTimeToLiveCommand({ TableName: "users", TimeToLiveSpecification: ttl })), {
      name: "UnknownOperationException",
      message: "The local AWS does not emulate DynamoDB_20120810.UpdateTimeToLive",
    });
    const Put = { TableName: "users", Item: { pk: { S: "x" } } };
    await assert.rejects(client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] })), {
      message: /TransactWriteItems/,
    });
    for (const target of ["DynamoDB_20111205.GetItem", "DynamoDBStreams_20120810.ListStreams", "DynamoDB_20120810.__proto__"])
      assert.match((await post(target, "{}")).text, /UnknownOperationException/, target);
  });

  it("answers malformed, oversized and overly nested bodies with an AWS-shaped error and no detail of its own", async () => {
    const put = "DynamoDB_20120810.PutItem";
    const nested = (levels: number) => `${'{"L":['.repeat(levels)}{"S":"x"}${"]}".repeat(levels)}`;
    const item = (value: string) => `{"TableName":"users","Item":{"pk":{"S":"n"},"v":${value}}}`;
    const bodies: [string, string][] = [
      ["", "SerializationException"],
      ["{", "SerializationException"],
      ["[]", "SerializationException"],
      ["null", "SerializationException"],
      ['"text"', "SerializationException"],
      ["\u0000\u00ff", "SerializationException"],
      ["{}", "ValidationException"],
      ['{"TableName":7}', "SerializationException"],
      [item("null"), "SerializationException"],
      [item(nested(40)), "ValidationException"],
      [item(nested(100_000)), "ValidationException"],
      [item('{"M":{"__proto__":{"S":"x"}}}'), "ValidationException"],
      [item('{"M":{"\\u005f_proto__":{"S":"x"}}}'), "ValidationException"],
      [item('{"N":"1e999"}'), "ValidationException"],
    ];
    for (const [body, name] of bodies) {
      const { status, text, headers } = await post(put, body);
      assert.equal(status, 400, body.slice(0, 60));
      assert.match(JSON.parse(text).__type, new RegExp(`#${name}$`), body.slice(0, 60));
      assert.equal(headers.get("content-type"), "application/x-amz-json-1.0");
      assert.doesNotMatch(text, /node_modules|\bat .*\.js|TypeError|RangeError/);
    }
    const large = await post(put, Buffer.alloc(17 * 1024 * 1024, 0x20));
    assert.equal(large.status, 413);
    assert.equal((await post(put, item(nested(20)))).status, 200);
  });

  it("keeps attributes whose names are JavaScript's own", async () => {
    const names = ["constructor", "toString", "hasOwnProperty", "length", "valueOf"];
    const Item: Record<string, AttributeValue> = Object.fromEntries(names.map((name) => [name, { S: name }]));
    await client.send(new PutItemCommand({ TableName: "users", Item: { ...Item, pk: { S: "odd" } } }));
    const got = await client.send(new GetItemCommand({ TableName: "users", Key: { pk: { S: "odd" } } }));
    assert.deepEqual(got.Item, { ...Item, pk: { S: "odd" } });
    const ConditionExpression = "attribute_exists(#n)";
    await assert.rejects(
      client.send(
        new UpdateItemCommand({
          TableName: "users",
          Key: { pk: { S: "none" } },
          UpdateExpression: "SET a = :a",
          ConditionExpression,
          ExpressionAttributeNames: { "#n": "constructor" },
          ExpressionAttributeValues: { ":a": { S: "x" } },
        }),
      ),
      { name: "ConditionalCheckFailedException" },
    );
  });
});

describe("DynamoDB's tables on disk", () => {
  const dirs: string[] = [];
  const newDir = () => {
    const dir = mkdtempSync(join(tmpdir(), "foyer-dynamodb-"));
    dirs.push(dir);
    return dir;
  };
  // Stopped after the test even if it fails, or its port would keep the process alive.
  const startFor = async (t: TestContext, dir: string) => {
    const started = await start(dir);
    t.after(started.stop);
    return started;
  };
  after(() => dirs.forEach((dir) => void rmSync(dir, { recursive: true })));

  it("are there after a restart", async (t) => {
    const dir = newDir();
    const first = await startFor(t, dir);
    await first.client.send(tableOf("kept"));
    await waitUntilTableExists({ client: first.client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName: "kept" });
    await first.client.send(new PutItemCommand({ TableName: "kept", Item: { pk: { S: "a" } } }));
    await first.stop();
    const second = await startFor(t, dir);
    assert.ok((await second.client.send(new GetItemCommand({ TableName: "kept", Key: { pk: { S: "a" } } }))).Item);
    await second.client.send(new DeleteTableCommand({ TableName: "kept" }));
    await second.stop();
    const third = await startFor(t, dir);
    assert.deepEqual((await third.client.send(new ListTablesCommand({}))).TableNames, []);
  });

  it("hold every acknowledged put after kill -9, and no table stays CREATING", async (t) => {
    const dir = newDir();
    const child = spawn(
      process.execPath,
      [...process.execArgv.filter((arg) => !arg.startsWith("--test")), "--input-type=module", "-e", victim],
      {
        env: { ...process.env, DATA_DIR: dir, MODULES: new URL(".", import.meta.url).href },
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    let acknowledged = "";
    for await (const chunk of child.stdout) {
      acknowledged += chunk;
      if (acknowledged.split("\n").length > 40) break;
    }
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    const keys = acknowledged
      .split("\n")
      .slice(0, -1)
      .filter((line) => line.startsWith("k"));
    assert.ok(keys.length >= 39);
    const { client } = await startFor(t, dir);
    for (const key of keys) {
      const { Item } = await client.send(new GetItemCommand({ TableName: "victim", Key: { pk: { S: key } } }));
      assert.ok(Item, key);
    }
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    for (const TableName of TableNames) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      assert.equal(Table?.TableStatus, "ACTIVE", TableName);
    }
  });

  it("are opened by one process only: a second answers an honest failure", async (t) => {
    const dir = newDir();
    const first = await startFor(t, dir);
    await first.client.send(new ListTablesCommand({}));
    const second = await startFor(t, dir);
    await assert.rejects(second.client.send(new ListTablesCommand({})), { name: "InternalServerError" });
    assert.equal(second.faults.length, 1);
    await first.stop();
    assert.deepEqual((await second.client.send(new ListTablesCommand({}))).TableNames, []);
  });
});

// Puts items through the engine and says each that was acknowledged, making tables all the while, until it is killed.
const victim = `
  const { Engine } = await import(process.env.MODULES + "engine.ts");
  const engine = new Engine({ path: process.env.DATA_DIR + "/dynamodb", region: "us-east-1", accountId: "000000000000" });
  engine.start().ref();
  const table = (TableName) => JSON.stringify({ TableName, BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }], KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] });
  await engine.run("CreateTable", table("victim"));
  while (!(await engine.run("DescribeTable", '{"TableName":"victim"}')).body.includes("ACTIVE"));
  for (let i = 0; ; i++) {
    void engine.run("CreateTable", table("table" + i));
    const { status } = await engine.run("PutItem", JSON.stringify({ TableName: "victim", Item: { pk: { S: "k" + i } } }));
    if (status === 200) process.stdout.write("k" + i + "\\n");
  }
`;
