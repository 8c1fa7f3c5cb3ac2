import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type { Clock } from "../clock.ts";
import { startDynamoDb, tableOf } from "./test-dynamodb.ts";

interface Cancelled extends Error {
  CancellationReasons: { Code: string; Message?: string; Item?: unknown }[];
}

describe("transactions", () => {
  let client: DynamoDBClient;
  let clock: Clock;
  let faults: unknown[];
  let stop: () => Promise<void>;
  let tables = 0;
  let users: string;
  let emails: string;

  before(async () => {
    ({ client, clock, faults, stop } = await startDynamoDb());
  });
  beforeEach(async () => {
    tables++;
    users = `users${tables}`;
    emails = `emails${tables}`;
    for (const name of [users, emails]) await client.send(tableOf(name));
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  const write = (TransactItems: TransactWriteItem[], more: Partial<TransactWriteItemsCommandInput> = {}) =>
    client.send(new TransactWriteItemsCommand({ TransactItems, ...more }));
  const cancelled = async (items: TransactWriteItem[]) => {
    const error = await write(items).then(
      () => undefined,
      (error: Cancelled) => error,
    );
    assert.equal(error?.name, "TransactionCanceledException");
    return error;
  };
  const put = (TableName: string, pk: string, n = "0"): TransactWriteItem => ({
    Put: { TableName, Item: { pk: { S: pk }, n: { N: n } }, ConditionExpression: "attribute_not_exists(pk)" },
  });
  const get = async (TableName: string, pk: string) =>
    (await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } } }))).Item;

  it("put, update, delete and check items of several tables together", async () => {
    await write([put(users, "a"), put(users, "b"), put(emails, "e")]);
    await write([
      {
        Update: {
          TableName: users,
          Key: { pk: { S: "a" } },
          UpdateExpression: "SET n = n + :one",
          ConditionExpression: "n = :zero",
          ExpressionAttributeValues: { ":one": { N: "1" }, ":zero": { N: "0" } },
        },
      },
      { Delete: { TableName: users, Key: { pk: { S: "b" } } } },
      { ConditionCheck: { TableName: emails, Key: { pk: { S: "e" } }, ConditionExpression: "attribute_exists(pk)" } },
      put(emails, "f"),
    ]);
    assert.deepEqual(await get(users, "a"), { pk: { S: "a" }, n: { N: "1" } });
    assert.equal(await get(users, "b"), undefined);
    assert.ok(await get(emails, "f"));
  });

  it("do nothing when one condition fails, and say of each part why, with its item if that is wanted", async () => {
    await write([put(users, "a", "7"), put(emails, "e")]);
    const error = await cancelled([
      put(users, "new"),
      { Put: { ...put(users, "a").Put!, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
      { Delete: { TableName: emails, Key: { pk: { S: "e" } } } },
      {
        ConditionCheck: {
          TableName: users,
          Key: { pk: { S: "nobody" } },
          ConditionExpression: "attribute_exists(pk)",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        },
      },
      put(emails, "f"),
    ]);
    assert.equal(
      error.message,
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, ConditionalCheckFailed, None]",
    );
    assert.deepEqual(error.CancellationReasons, [
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: { pk: { S: "a" }, n: { N: "7" } } },
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
      { Code: "None" },
    ]);
    assert.equal(await get(users, "new"), undefined);
    assert.ok(await get(emails, "e"));
    assert.equal(await get(emails, "f"), undefined);
  });

  it("show the item that a check failed on", async () => {
    await write([put(users, "a", "7")]);
    const check = {
      TableName: users,
      Key: { pk: { S: "a" } },
      ConditionExpression: "n = :n",
      ExpressionAttributeValues: { ":n": { N: "8" } },
    };
    const reasonOf = async (ReturnValuesOnConditionCheckFailure?: "ALL_OLD") =>
      (await cancelled([{ ConditionCheck: { ...check, ReturnValuesOnConditionCheckFailure } }])).CancellationReasons[0];
    assert.deepEqual((await reasonOf("ALL_OLD"))?.Item, { pk: { S: "a" }, n: { N: "7" } });
    assert.equal((await reasonOf())?.Item, undefined);
  });

  it("cancel for what the stored item does not allow, and refuse at once what no item would", async () => {
    await write([put(users, "a")]);
    const update = (UpdateExpression: string, values = {}): TransactWriteItem => ({
      Update: { TableName: users, Key: { pk: { S: "a" } }, UpdateExpression, ...values },
    });
    const { CancellationReasons } = await cancelled([put(users, "b"), update("SET n = not_there")]);
    assert.deepEqual(CancellationReasons[1], {
      Code: "ValidationError",
      Message: "The provided expression refers to an attribute that does not exist in the item",
    });
    const wrongKey = await cancelled([put(users, "b"), { Delete: { TableName: users, Key: { id: { S: "a" } } } }]);
    assert.deepEqual(wrongKey.CancellationReasons[1], {
      Code: "ValidationError",
      Message: "The provided key element does not match the schema",
    });
    assert.equal(await get(users, "b"), undefined);
    const refused: [TransactWriteItem[], string, RegExp][] = [
      [
        [put(users, "c"), put(users, "c")],
        "ValidationException",
        /^Transaction request cannot include multiple operations on one item$/,
      ],
      [[update("SET n =")], "ValidationException", /^Invalid UpdateExpression: Syntax error/],
      [[put("nowhere", "a")], "ResourceNotFoundException", /^Requested resource not found$/],
      [[{ ...put(users, "c"), ...update("REMOVE n") }], "ValidationException", /can only contain one of/],
      [[{}], "ValidationException", /can only contain one of/],
      [
        [],
        "ValidationException",
        /'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1/,
      ],
      [
        Array.from({ length: 101 }, (_, i) => put(users, `${i}`)),
        "ValidationException",
        /Member must have length less than or equal to 100/,
      ],
      [
        [update("SET n = :v", { ExpressionAttributeValues: { ":v": { N: "x" } } })],
        "ValidationException",
        /^ExpressionAttributeValues/,
      ],
      [
        Array.from({ length: 11 }, (_, i) => ({
          Put: { TableName: users, Item: { pk: { S: `${i}` }, v: { S: "x".repeat(399_000) } } },
        })),
        "ValidationException",
        /4 MB/,
      ],
    ];
    for (const [items, name, message] of refused) await assert.rejects(write(items), { name, message });
    assert.equal(await get(users, "c"), undefined);
  });

  it("happen once for one token within ten minutes, and refuse another request under it", async () => {
    const add = (by: string): TransactWriteItem[] => [
      {
        Update: {
          TableName: users,
          Key: { pk: { S: "sum" } },
          UpdateExpression: "ADD n :by",
          ExpressionAttributeValues: { ":by": { N: by } },
        },
      },
    ];
    const ClientRequestToken = `token${tables}`;
    await write(add("1"), { ClientRequestToken });
    clock.advance(9 * 60_000);
    await write(add("1"), { ClientRequestToken });
    await assert.rejects(write(add("2"), { ClientRequestToken }), { name: "IdempotentParameterMismatchException" });
    assert.equal((await get(users, "sum"))?.n?.N, "1");
    clock.advance(2 * 60_000);
    await write(add("2"), { ClientRequestToken });
    assert.equal((await get(users, "sum"))?.n?.N, "3");
  });

  it("may be tried again under the token of one that was cancelled", async () => {
    await write([put(users, "a")]);
    const ClientRequestToken = `again${tables}`;
    await assert.rejects(write([put(users, "a")], { ClientRequestToken }), { name: "TransactionCanceledException" });
    await assert.rejects(write([put(users, "a")], { ClientRequestToken }), { name: "TransactionCanceledException" });
    await write([put(users, "b")], { ClientRequestToken });
    assert.ok(await get(users, "b"));
  });

  it("keep a sum over two items among concurrent single updates and transactional reads", async () => {
    await write([put(users, "from", "1000"), put(emails, "to", "0")]);
    const by = (TableName: string, pk: string, amount: string) => ({
      TableName,
      Key: { pk: { S: pk } },
      UpdateExpression: "SET n = n + :by",
      ExpressionAttributeValues: { ":by": { N: amount } },
    });
    const move = () => write([{ Update: by(users, "from", "-1") }, { Update: by(emails, "to", "1") }]);
    const bump = () => client.send(new UpdateItemCommand(by(emails, "to", "0")));
    const look = async () => {
      const Gets = [users, emails].map((TableName, i) => ({ Get: { TableName, Key: { pk: { S: i === 0 ? "from" : "to" } } } }));
      const { Responses = [] } = await client.send(new TransactGetItemsCommand({ TransactItems: Gets }));
      return Responses.reduce((sum, { Item }) => sum + Number(Item?.n?.N), 0);
    };
    const all = Array.from({ length: 40 }, () => [move(), bump(), look()] as const);
    const sums = await Promise.all(all.map(([, , sum]) => sum));
    await Promise.all(all.flat());
    assert.deepEqual(new Set(sums), new Set([1000]));
    assert.equal((await get(emails, "to"))?.n?.N, "40");
  });

  it("read items in order, those that are not there as empty answers, and tell what they consumed", async () => {
    await write([put(users, "a", "1")]);
    const of = (pk: string, ProjectionExpression?: string) => ({
      Get: { TableName: users, Key: { pk: { S: pk } }, ProjectionExpression },
    });
    const { Responses, ConsumedCapacity } = await client.send(
      new TransactGetItemsCommand({ TransactItems: [of("none"), of("a", "n")], ReturnConsumedCapacity: "TOTAL" }),
    );
    assert.deepEqual(Responses, [{}, { Item: { n: { N: "1" } } }]);
    assert.deepEqual(ConsumedCapacity, [{ TableName: users, CapacityUnits: 4, ReadCapacityUnits: 4 }]);
    const written = await write([put(users, "b"), put(users, "c")], { ReturnConsumedCapacity: "TOTAL" });
    assert.deepEqual(written.ConsumedCapacity, [{ TableName: users, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
    await assert.rejects(client.send(new TransactGetItemsCommand({ TransactItems: [of("a"), of("a")] })), {
      message: "Transaction request cannot include multiple operations on one item",
    });
  });

  it("leave entries of an index as they were when they are cancelled", async () => {
    await client.send(
      new UpdateTableCommand({
        TableName: users,
        AttributeDefinitions: [{ AttributeName: "kind", AttributeType: "S" }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: "by-kind",
              KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          },
        ],
      }),
    );
    const item = (pk: string) => ({ pk: { S: pk }, kind: { S: "one" } });
    await client.send(new PutItemCommand({ TableName: users, Item: item("kept") }));
    await cancelled([
      { Delete: { TableName: users, Key: { pk: { S: "kept" } } } },
      { Put: { TableName: users, Item: item("new") } },
      { ConditionCheck: { TableName: emails, Key: { pk: { S: "x" } }, ConditionExpression: "attribute_exists(pk)" } },
    ]);
    const { Items } = await client.send(new ScanCommand({ TableName: users, IndexName: "by-kind" }));
    assert.deepEqual(Items, [item("kept")]);
  });
});
