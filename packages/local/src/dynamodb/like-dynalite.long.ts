import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { clientOf, startDynamoDb } from "./test-dynamodb.ts";

// The storage under dynalite's actions is our own: whatever a client does, it sees what it sees of the original on LevelDB.
const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;

let local: Awaited<ReturnType<typeof startDynamoDb>>;
let original: Server;
let clients: DynamoDBClient[];

before(async () => {
  local = await startDynamoDb();
  original = dynalite({ createTableMs: 0 }).listen(0, "127.0.0.1");
  await once(original, "listening");
  clients = [local.client, clientOf(`http://127.0.0.1:${(original.address() as AddressInfo).port}`)];
});
after(async () => {
  for (const client of clients) client.destroy();
  original.close();
  await local.stop();
  assert.deepEqual(local.faults, []);
});

const tableOf = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "N" },
    { AttributeName: "kind", AttributeType: "S" },
    { AttributeName: "since", AttributeType: "B" },
  ],
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: "by-since",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "since", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: "by-kind",
      KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["n"] },
    },
  ],
});

const text = (...texts: string[]) => fc.constantFrom(...texts).map((S) => ({ S }));
const number = fc.constantFrom("-12.5", "-1", "0", "1", "2", "10", "1e20").map((N) => ({ N }));
const bytes = fc.uint8Array({ minLength: 1, maxLength: 3 }).map((B) => ({ B }));
const pk = text("a", "ä/~\u0000");
const Key = fc.record({ pk, sk: number });
const value = fc.oneof(number, text("", "x", "ü"), fc.constant({ BOOL: true }), fc.constant({ NULL: true as const }));
const Item = fc.record(
  {
    pk,
    sk: number,
    // Of a type that an index's key has not, too.
    kind: fc.oneof({ weight: 5, arbitrary: text("one", "two") }, { weight: 1, arbitrary: number }),
    since: bytes,
    n: fc.oneof(number, value),
    l: fc.array(value, { maxLength: 3 }).map((L) => ({ L })),
    m: fc.record({ n: number }).map((M) => ({ M })),
    s: fc.uniqueArray(fc.constantFrom("p", "q", "r"), { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
  },
  { requiredKeys: ["pk", "sk"] },
);

const condition = fc.constantFrom("attribute_not_exists(pk)", "attribute_exists(n)", "size(l) > m.n", "n < sk", "kind = pk");
const update = fc.constantFrom(
  "SET n = sk",
  "SET l = list_append(l, l) REMOVE m",
  "SET l[1] = kind, m.n = if_not_exists(n, sk)",
  "REMOVE kind, since, l[0]",
  "SET kind = pk",
  "SET n = n + sk",
  "SET pk = kind",
  "SET m.x.y = n",
);
const page = { Limit: fc.integer({ min: 1, max: 5 }), ScanIndexForward: fc.boolean(), ConsistentRead: fc.boolean() };
const keyCondition = fc.oneof(
  fc.record({ p: pk }).map(({ p }) => ({ KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": p } })),
  fc.record({ p: pk, s: number, operator: fc.constantFrom("=", "<", "<=", ">", ">=") }).map(({ p, s, operator }) => ({
    KeyConditionExpression: `pk = :p AND sk ${operator} :s`,
    ExpressionAttributeValues: { ":p": p, ":s": s },
  })),
  fc.record({ p: pk, from: number, to: number }).map(({ p, from, to }) => ({
    KeyConditionExpression: "pk = :p AND sk BETWEEN :from AND :to",
    ExpressionAttributeValues: { ":p": p, ":from": from, ":to": to },
  })),
  fc.record({ p: pk, b: bytes }).map(({ p, b }) => ({
    IndexName: "by-since",
    KeyConditionExpression: "pk = :p AND begins_with(since, :b)",
    ExpressionAttributeValues: { ":p": p, ":b": b },
  })),
  fc.record({ p: pk }).map(({ p }) => ({
    IndexName: "by-since",
    Select: "ALL_ATTRIBUTES" as const,
    KeyConditionExpression: "pk = :p",
    ExpressionAttributeValues: { ":p": p },
  })),
  text("one", "two").map((k) => ({
    IndexName: "by-kind",
    KeyConditionExpression: "kind = :k",
    ExpressionAttributeValues: { ":k": k },
  })),
);
const reading = { requiredKeys: [] };
const ReturnValues = fc.constantFrom("NONE" as const, "ALL_OLD" as const, "ALL_NEW" as const, "UPDATED_NEW" as const);
const of = (TableName: string) => {
  const ReturnConsumedCapacity = "INDEXES" as const;
  const written = { TableName, ReturnConsumedCapacity };
  return fc.oneof(
    fc
      .record(
        { Item, ReturnValues: fc.constantFrom("NONE" as const, "ALL_OLD" as const), ConditionExpression: condition },
        { requiredKeys: ["Item"] },
      )
      .map((input) => new PutItemCommand({ ...written, ...input })),
    fc
      .record({ Key, ReturnValues, ConditionExpression: condition, UpdateExpression: update }, { requiredKeys: ["Key"] })
      .map((input) => new UpdateItemCommand({ ...written, ...input })),
    fc
      .record({ Key, ReturnValues, ConditionExpression: condition }, { requiredKeys: ["Key"] })
      .map((input) => new DeleteItemCommand({ ...written, ...input })),
    fc
      .record({ Key, ProjectionExpression: fc.constantFrom("l[1], m.n", "pk, n") }, { requiredKeys: ["Key"] })
      .map((input) => new GetItemCommand({ ...written, ...input })),
    fc
      .record({
        keyCondition,
        page: fc.record(page, reading),
        FilterExpression: fc.constantFrom(undefined, "attribute_exists(n)"),
      })
      .map(
        ({ keyCondition, page, FilterExpression }) =>
          new QueryCommand({ ...written, ...keyCondition, ...page, FilterExpression }),
      ),
    fc
      .record({
        page: fc.record({ Limit: page.Limit, ExclusiveStartKey: Key }, reading),
        index: fc.constantFrom({}, { IndexName: "by-kind" }, { TotalSegments: 2, Segment: 1 }),
      })
      .map(({ page, index }) => new ScanCommand({ ...written, ...page, ...index })),
    fc
      .array(
        fc.oneof(
          Item.map((Item) => ({ PutRequest: { Item } })),
          Key.map((Key) => ({ DeleteRequest: { Key } })),
        ),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((requests) => new BatchWriteItemCommand({ ReturnConsumedCapacity, RequestItems: { [TableName]: requests } })),
    fc
      .array(Key, { minLength: 1, maxLength: 3 })
      .map((Keys) => new BatchGetItemCommand({ ReturnConsumedCapacity, RequestItems: { [TableName]: { Keys } } })),
  );
};

test("a client sees of items, indexes and pages what it sees of dynalite itself", { timeout: 60_000 }, async () => {
  let tables = 0;
  const TableName = () => `table${tables}`;
  const puts = fc.array(
    Item.map((Item) => new PutItemCommand({ TableName: "table", Item })),
    { minLength: 12, maxLength: 12 },
  );
  const commands = fc.tuple(puts, fc.array(of("table"), { minLength: 15, maxLength: 25 }));
  await fc.assert(
    fc.asyncProperty(commands, async ([first, then]) => {
      tables++;
      await Promise.all(
        clients.map(async (client) => {
          await client.send(new CreateTableCommand(tableOf(TableName())));
          await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 0.005, maxDelay: 0.01 }, { TableName: TableName() });
        }),
      );
      for (const command of [...first, ...then]) {
        const input = JSON.parse(JSON.stringify(command.input, bytesKept).replaceAll('"table"', `"${TableName()}"`), bytesBack);
        const again = new (command.constructor as new (input: object) => PutItemCommand)(input);
        const [ours, theirs] = await Promise.all(clients.map((client) => outcome(client, again)));
        assert.deepEqual(ours, theirs, `${command.constructor.name} ${JSON.stringify(input)}`);
      }
    }),
    { numRuns: 25 },
  );
});

function bytesKept(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { bytes: [...value] } : value;
}

function bytesBack(_key: string, value: unknown): unknown {
  const { bytes } = (value ?? {}) as { bytes?: number[] };
  return bytes ? Uint8Array.from(bytes) : value;
}

/** What a client is told; the order of a batch's items is random. */
async function outcome(client: DynamoDBClient, command: PutItemCommand): Promise<unknown> {
  try {
    const { $metadata: _, ...output } = (await client.send(command)) as unknown as Record<string, unknown>;
    const responses = Object.entries((output.Responses ?? {}) as Record<string, object[]>);
    const sorted = responses.map(([table, items]) => [table, items.map((item) => JSON.stringify(item)).sort()]);
    return { ...output, ...(output.Responses !== undefined && { Responses: sorted }) };
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
}
