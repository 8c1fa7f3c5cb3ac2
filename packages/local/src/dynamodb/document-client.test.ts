import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { startDynamoDb, tableOf } from "./test-dynamodb.ts";

describe("the document client", () => {
  let client: DynamoDBDocumentClient;
  let faults: unknown[];
  let stop: () => Promise<void>;
  const TableName = "users";

  before(async () => {
    const started = await startDynamoDb();
    ({ faults, stop } = started);
    client = DynamoDBDocumentClient.from(started.client, { marshallOptions: { removeUndefinedValues: true } });
    await started.client.send(tableOf(TableName));
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  it("keeps what JavaScript has: numbers, texts, lists, maps, sets, bytes, true and null", async () => {
    const Item = {
      pk: "all",
      count: -1.5,
      large: 123456789012345680000n,
      name: "Ada ü \u{1F600}",
      empty: "",
      list: [1, "two", [true, null]],
      map: { "a.b": { deep: [] }, none: {} },
      tags: new Set(["x", "y"]),
      sizes: new Set([1, 2.5]),
      bytes: Uint8Array.of(0, 1, 255),
      absent: undefined,
    };
    await client.send(new PutCommand({ TableName, Item }));
    const { Item: kept } = await client.send(new GetCommand({ TableName, Key: { pk: "all" } }));
    const { absent: _, ...rest } = Item;
    assert.deepEqual(kept, rest);
  });

  it("updates paths and sets, queries, batches and pages", async () => {
    await client.send(
      new PutCommand({ TableName, Item: { pk: "path", prefs: { theme: "dark" }, tags: new Set(["a"]), log: [] } }),
    );
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "path" },
        UpdateExpression: "SET prefs.#l = :l, #g = list_append(#g, :e) ADD tags :t, visits :one",
        ExpressionAttributeNames: { "#l": "language", "#g": "log" },
        ExpressionAttributeValues: { ":l": "de", ":e": [{ at: 1 }], ":t": new Set(["b"]), ":one": 1 },
        ReturnValues: "ALL_NEW",
      }),
    );
    assert.deepEqual(Attributes, {
      pk: "path",
      prefs: { theme: "dark", language: "de" },
      tags: new Set(["a", "b"]),
      log: [{ at: 1 }],
      visits: 1,
    });
    const puts = Array.from({ length: 25 }, (_, n) => ({ PutRequest: { Item: { pk: `page${n}`, n } } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
    const { Responses } = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ pk: "page3" }, { pk: "page4" }, { pk: "none" }] } } }),
    );
    assert.deepEqual(Responses?.[TableName]?.map(({ n }) => n).sort(), [3, 4]);
    const pages = paginateScan(
      { client, pageSize: 4 },
      { TableName, FilterExpression: "begins_with(pk, :p)", ExpressionAttributeValues: { ":p": "page" } },
    );
    const seen: unknown[] = [];
    for await (const { Items = [] } of pages) seen.push(...Items.map(({ pk }) => pk));
    assert.equal(new Set(seen).size, 25);
    const { Items } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :k",
        FilterExpression: "n BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":k": "page7", ":from": 7, ":to": 8 },
      }),
    );
    assert.deepEqual(Items, [{ pk: "page7", n: 7 }]);
  });

  it("gets the item of a failed condition, alone and in a transaction, and both items of one that succeeds", async () => {
    const Item = { pk: "unique", owner: "ada" };
    // The document client leaves the items of errors as they are.
    const asOnTheWire = { pk: { S: "unique" }, owner: { S: "ada" } };
    const put = {
      TableName,
      Item,
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    } as const;
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, { Put: { TableName, Item: { pk: "ada" } } }] }));
    await assert.rejects(client.send(new PutCommand(put)), {
      name: "ConditionalCheckFailedException",
      Item: asOnTheWire,
    });
    await assert.rejects(client.send(new TransactWriteCommand({ TransactItems: [{ Put: put }] })), {
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: asOnTheWire }],
    });
    const Gets = ["unique", "ada"].map((pk) => ({ Get: { TableName, Key: { pk } } }));
    const { Responses } = await client.send(new TransactGetCommand({ TransactItems: Gets }));
    assert.deepEqual(Responses, [{ Item }, { Item: { pk: "ada" } }]);
    const { Attributes } = await client.send(new DeleteCommand({ TableName, Key: { pk: "ada" }, ReturnValues: "ALL_OLD" }));
    assert.deepEqual(Attributes, { pk: "ada" });
  });
});
