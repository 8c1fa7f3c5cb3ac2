import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import {
  type AttributeValue,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  paginateScan,
  QueryCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { Endpoint } from "../endpoint/endpoint.ts";
import { startDynamoDb, tableOf } from "./test-dynamodb.ts";

describe("DynamoDB", () => {
  let client: DynamoDBClient;
  let endpoint: Endpoint;
  let faults: unknown[];
  let stop: () => Promise<void>;

  before(async () => {
    ({ client, endpoint, faults, stop } = await startDynamoDb());
    await client.send(tableOf("users"));
    await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.01, maxDelay: 0.05 }, { TableName: "users" });
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  async function post(target: string, body: string | Buffer<ArrayBuffer>) {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    const headers = { "x-amz-target": target, "content-type": "application/x-amz-json-1.0", authorization };
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
    await assert.rejects(client.send(new ExecuteStatementCommand({ Statement: "SELECT * FROM users" })), {
      name: "UnknownOperationException",
      message: "The local AWS does not emulate DynamoDB_20120810.ExecuteStatement",
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
    const started = await startDynamoDb(dir);
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

  it("hold every acknowledged put, and every transaction whole, after kill -9", async (t) => {
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
    // Each transaction put an item on either side; the last may have been under way.
    const side = async (name: string) => {
      const scanned = paginateScan({ client }, { TableName: name, ConsistentRead: true });
      const keys: string[] = [];
      for await (const { Items = [] } of scanned) keys.push(...Items.map(({ pk }) => pk?.S ?? ""));
      return keys.filter((key) => key.startsWith("t")).sort();
    };
    const left = await side("victim");
    assert.ok(left.length > 0);
    assert.deepEqual(await side("other"), left);
  });
});

// Puts items and says each that was acknowledged, with transactions over two tables all the while, until it is killed.
const victim = `
  const { createDynamoDb } = await import(process.env.MODULES + "dynamodb.ts");
  const { Store } = await import(process.env.MODULES + "../store/store.ts");
  const { Clock } = await import(process.env.MODULES + "../clock.ts");
  const store = new Store(process.env.DATA_DIR + "/foyer.sqlite");
  const dynamodb = createDynamoDb({ store, clock: new Clock(), region: "us-east-1", accountId: "000000000000" });
  const run = (operation, input) =>
    dynamodb.run({ headers: { "x-amz-target": "DynamoDB_20120810." + operation } }, Buffer.from(JSON.stringify(input)));
  for (const TableName of ["victim", "other"])
    await run("CreateTable", { TableName, BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }], KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] });
  for (let i = 0; ; i++) {
    const Put = (TableName) => ({ Put: { TableName, Item: { pk: { S: "t" + i } } } });
    void run("TransactWriteItems", { TransactItems: [Put("victim"), Put("other")] });
    const { status } = await run("PutItem", { TableName: "victim", Item: { pk: { S: "k" + i } } });
    if (status === 200) process.stdout.write("k" + i + "\\n");
  }
`;
