import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type Attempt, textOf } from "./attempt.ts";
import { type Place, table as TableName, type User } from "./users.ts";

const secretOf = ({ sub }: User) => ({ userId: { S: sub }, id: { S: "secret" } });
const newItem = (owner: User, { name }: User) => ({
  userId: { S: owner.sub },
  id: { S: `scratch-${crypto.randomUUID()}` },
  text: { S: `by ${name}` },
});
const keyOf = ({ userId, id }: ReturnType<typeof newItem>) => ({ userId, id });

/** Each is allowed on the own items, and must be refused on another user's. */
export const dynamoDbAttempts: Record<string, Attempt> = {
  "get item": async (_, me, { user }) => textOf(await me.dynamodb.send(new GetItemCommand({ TableName, Key: secretOf(user) }))),
  "put item": (_, me, { user }) => me.dynamodb.send(new PutItemCommand({ TableName, Item: newItem(user, me) })),
  "update item": (_, me, { user }) =>
    me.dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf(newItem(user, me)),
        UpdateExpression: "SET #t = :t",
        ExpressionAttributeNames: { "#t": "text" },
        ExpressionAttributeValues: { ":t": { S: `by ${me.name}` } },
      }),
    ),
  "delete item": async (_, me, { user }) => {
    const Key = me === user ? keyOf(newItem(me, me)) : secretOf(user);
    return textOf(await me.dynamodb.send(new DeleteItemCommand({ TableName, Key, ReturnValues: "ALL_OLD" })));
  },
  query: async (_, me, { user }) => {
    const about = { KeyConditionExpression: "userId = :u", ExpressionAttributeValues: { ":u": { S: user.sub } } };
    return textOf(await me.dynamodb.send(new QueryCommand({ TableName, ...about })));
  },
  "batch get": async (_, me, { user }) => {
    const Keys = me === user ? [secretOf(me)] : [secretOf(me), secretOf(user)];
    return textOf(await me.dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } })));
  },
  "batch write": (_, me, { user }) => {
    const requests = [{ PutRequest: { Item: newItem(me, me) } }];
    const other = me === user ? [] : [{ DeleteRequest: { Key: secretOf(user) } }];
    return me.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [...requests, ...other] } }));
  },
  "transactional get": async (_, me, { user }) => {
    const keys = me === user ? [secretOf(me)] : [secretOf(me), secretOf(user)];
    const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }));
    return textOf(await me.dynamodb.send(new TransactGetItemsCommand({ TransactItems })));
  },
  "transactional write": (_, me, { user }) => {
    const own = { Put: { TableName, Item: newItem(me, me) } };
    const theirs = { Put: { TableName, Item: newItem(user, me) } };
    return me.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [own, theirs] }));
  },
};

/** What may stand beside a request: DynamoDB takes no notice of it, and who judges the request must not either. */
const decoys: ((me: User) => object)[] = [
  (me) => ({ Key: secretOf(me) }),
  (me) => ({ Item: secretOf(me) }),
  () => ({ RequestItems: {} }),
  () => ({ TransactItems: [] }),
  (me) => ({ TransactItems: [{ Get: { TableName, Key: secretOf(me) } }] }),
  (me) => ({ RequestItems: { [TableName]: { Keys: [secretOf(me)] } } }),
];

/** A client whose requests have something beside them, which is signed with the rest. */
function withDecoy(place: Place, me: User, change: (request: Record<string, unknown>) => void): DynamoDBClient {
  const { url, region } = place.dev.local;
  const client = new DynamoDBClient({ endpoint: url, region, maxAttempts: 1, credentials: me.accessKeys });
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: unknown; headers: Record<string, string> };
      const input = JSON.parse(new TextDecoder().decode(request.body as Uint8Array));
      change(input);
      request.body = JSON.stringify(input);
      request.headers["content-length"] = String(Buffer.byteLength(request.body as string));
      return next(args);
    },
    { step: "build", priority: "low", name: "decoy" },
  );
  return client;
}

const decoyOf = (me: User, turn: number) => (decoys[turn % decoys.length] as (typeof decoys)[number])(me);

/** Each is allowed on the own items, and must be refused on another user's, whatever stands beside it. */
export const decoyAttempts: Record<string, Attempt> = {
  "query with a decoy": async (place, me, { user, turn }) => {
    const decoy = decoyOf(me, turn);
    const about = { KeyConditionExpression: "userId = :u", ExpressionAttributeValues: { ":u": { S: user.sub } } };
    const client = withDecoy(place, me, (request) => Object.assign(request, decoy));
    return textOf(await client.send(new QueryCommand({ TableName, ...about })));
  },
  "put item with a decoy": (place, me, { user, turn }) => {
    const decoy = decoyOf(me, turn);
    // The Item is the user's; what has one of its own is no decoy.
    const client = withDecoy(place, me, (request) => Object.assign(request, "Item" in decoy ? {} : decoy));
    return client.send(new PutItemCommand({ TableName, Item: newItem(user, me) }));
  },
  "batch write with a decoy": (place, me, { user }) => {
    const client = withDecoy(place, me, ({ RequestItems }) => {
      const [{ PutRequest }] = (RequestItems as Record<string, [{ PutRequest: object }]>)[TableName] as [{ PutRequest: object }];
      Object.assign(PutRequest, { Key: secretOf(me) });
    });
    return client.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: newItem(user, me) } }] } }),
    );
  },
  "transactional write with a decoy": (place, me, { user }) => {
    const client = withDecoy(place, me, ({ TransactItems }) => {
      const [{ Put }] = TransactItems as [{ Put: object }];
      Object.assign(Put, { Key: secretOf(me) });
    });
    return client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: newItem(user, me) } }] }));
  },
};

/** Nobody may do these, with whose keys ever. */
export const deniedDynamoDbAttempts: Record<string, Attempt> = {
  scan: async (_, me) => textOf(await me.dynamodb.send(new ScanCommand({ TableName }))),
  "execute statement": async (_, me, { user }) => {
    const Statement = `SELECT * FROM "${TableName}" WHERE userId = '${user.sub}'`;
    return textOf(await me.dynamodb.send(new ExecuteStatementCommand({ Statement })));
  },
  "check a condition": (_, me, { user }) => {
    const ConditionCheck = {
      TableName,
      Key: secretOf(user),
      ConditionExpression: "begins_with(#t, :t)",
      ExpressionAttributeNames: { "#t": "text" },
      ExpressionAttributeValues: { ":t": { S: "secret" } },
    };
    return me.dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ ConditionCheck }] }));
  },
};
