import { dynamoDbCall } from "../dev/dynamodb-call.ts";
import { type HandlerCall, isRead, queueName } from "./calls.ts";
import type { Scratch } from "./scratch.ts";

/** Something that a handler brought about, as often as it did. */
export interface Effect {
  kind: "mail" | "item" | "group" | "event" | "message" | "invocation" | "call";
  /** The subject, the table, the group, the type of the event, the queue, the function, the operation. */
  name: string;
  count: number;
}

/** An item that lies in a table, in DynamoDB's JSON. */
export interface StoredItem {
  table: string;
  /** Its key as text: equal for the same item at two times. */
  id: string;
  key: Attributes;
  attributes: Attributes;
}

export type Attributes = Record<string, Record<string, unknown>>;

/** What a run has left behind. */
export interface Observation {
  effects: Effect[];
  items: StoredItem[];
  /** The user's status: CONFIRMED. */
  status: string | undefined;
}

/** Looks at everything that the handler can have brought about for a user since the scratch AWS was reset. */
export async function observe(scratch: Scratch, user: { sub: string; email: string }): Promise<Observation> {
  const { local, calls } = scratch;
  const timeline = local.timeline(user.sub);
  const items = await storedItems(local.url);
  const mails = local.inbox.list().filter(({ via }) => via === "ses");
  const done = calls.filter((call) => call.succeeded && !isRead(call)).flatMap(effectsOfCall);
  const effects = [
    ...mails.map(({ subject, to }) => effect("mail", `"${subject}"${to.includes(user.email) ? "" : ` to ${to.join(", ")}`}`)),
    ...items.map(({ table }) => effect("item", table)),
    ...timeline.groups.map((group) => effect("group", group)),
    ...done,
  ];
  return { effects: counted(effects), items, status: timeline.user?.status };
}

// What these do is seen in what they have left behind.
const seenElsewhere = new Set(["ses", "sesv2", "dynamodb"]);

function effectsOfCall({ service, operation, input }: HandlerCall): Effect[] {
  if (seenElsewhere.has(service) || operation === "AdminAddUserToGroup") return [];
  const { Entries, QueueUrl, FunctionName } = input;
  if (service === "events") return (Entries ?? []).map(({ DetailType = "" }) => effect("event", `"${DetailType}"`));
  if (service === "sqs" && QueueUrl) return [effect("message", queueName(QueueUrl))];
  if (service === "lambda" && FunctionName) return [effect("invocation", FunctionName)];
  return [effect("call", operation)];
}

function effect(kind: Effect["kind"], name: string): Effect {
  return { kind, name, count: 1 };
}

function counted(effects: Effect[]): Effect[] {
  const found = new Map<string, Effect>();
  for (const { kind, name, count } of effects) {
    const key = `${kind} ${name}`;
    found.set(key, { kind, name, count: (found.get(key)?.count ?? 0) + count });
  }
  return [...found.values()];
}

async function storedItems(url: string): Promise<StoredItem[]> {
  const { TableNames } = (await dynamoDbCall(url, "ListTables", {})) as { TableNames: string[] };
  const found = await Promise.all(TableNames.map((table) => itemsOf(url, table)));
  return found.flat();
}

async function itemsOf(url: string, table: string): Promise<StoredItem[]> {
  const { Table } = (await dynamoDbCall(url, "DescribeTable", { TableName: table })) as {
    Table: { KeySchema: { AttributeName: string }[] };
  };
  const { Items } = (await dynamoDbCall(url, "Scan", { TableName: table, ConsistentRead: true })) as { Items: Attributes[] };
  return Items.map((attributes) => {
    const names = Table.KeySchema.map(({ AttributeName }) => AttributeName);
    const key = Object.fromEntries(names.map((name) => [name, attributes[name] ?? {}]));
    return { table, id: JSON.stringify(key), key, attributes };
  });
}
