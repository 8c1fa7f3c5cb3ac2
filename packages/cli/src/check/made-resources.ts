import type { LocalAws } from "@foyer/local";
import { dynamoDbCall } from "../dev/dynamodb-call.ts";
import { standInForFunctions } from "../dev/stand-in-functions.ts";
import { type HandlerCall, type Input, queueName } from "./calls.ts";
import type { Scratch } from "./scratch.ts";

/** Something that the handler asked for and that was made for the check, in words: `table cognito_users (key username)`. */
export type Made = string;

/**
 * Makes what the handler's failed calls name and what is not there: the run after it finds them.
 * @returns what was made; nothing if the calls failed for another reason
 */
export async function makeMissing({ local, pool, calls }: Scratch): Promise<Made[]> {
  const made: Made[] = [];
  for (const call of calls.filter(({ succeeded }) => !succeeded)) {
    for (const [what, make] of neededBy(call, local, pool.userPoolId)) {
      if (!made.includes(what) && (await isMade(make))) made.push(what);
    }
  }
  return made;
}

type Make = () => Promise<unknown>;

function neededBy({ input }: HandlerCall, local: LocalAws, UserPoolId: string): [what: Made, make: Make][] {
  const { GroupName, QueueUrl, FunctionName, ConfigurationSetName } = input;
  const template = input.Content?.Template?.TemplateName ?? input.Template;
  const sender = addressOf(input.FromEmailAddress ?? input.Source);
  const queue = QueueUrl === undefined ? undefined : queueName(QueueUrl);
  return [
    ...itemsOf(input).map(([table, item, isKey]) => tableFor(local, table, item, isKey)),
    ...some(sender, (address) => [
      `sender ${address}`,
      () => local.call("sesv2", "CreateEmailIdentity", { EmailIdentity: address }),
    ]),
    ...some(ConfigurationSetName, (name) => [
      `configuration set ${name}`,
      () => local.call("sesv2", "CreateConfigurationSet", { ConfigurationSetName: name }),
    ]),
    ...some(template, (name) => [
      `template ${name} (a stand-in)`,
      () => local.call("sesv2", "CreateEmailTemplate", { TemplateName: name, TemplateContent: { Subject: name, Text: name } }),
    ]),
    ...some(GroupName, (group) => [
      `group ${group}`,
      () => local.call("cognito-idp", "CreateGroup", { UserPoolId, GroupName: group }),
    ]),
    ...some(queue, (name) => [
      `queue ${name}`,
      () =>
        local.call("sqs", "CreateQueue", { QueueName: name, Attributes: name.endsWith(".fifo") ? { FifoQueue: "true" } : {} }),
    ]),
    ...some(FunctionName, (functionName) => [
      `function ${functionName} (answers null)`,
      () => standInForFunctions(local, [{ functionName, durable: false }]),
    ]),
  ];
}

function some(name: string | undefined, needed: (name: string) => [Made, Make]): [Made, Make][] {
  return name === undefined ? [] : [needed(name)];
}

/** Whether it was made now: what is there already, or cannot be made, was not what the call failed for. */
async function isMade(make: Make): Promise<boolean> {
  return make().then(
    () => true,
    () => false,
  );
}

type Item = Record<string, unknown>;

/** One item or key for each table that a call names. */
function itemsOf({ TableName, Key, Item, RequestItems = {} }: Input): [table: string, item: Item, isKey: boolean][] {
  if (TableName !== undefined) return [[TableName, Key ?? Item ?? {}, Key !== undefined]];
  return Object.entries(RequestItems).map(([table, asked]) => {
    if (!Array.isArray(asked)) return [table, asked.Keys?.[0] ?? {}, true];
    return [table, asked[0]?.PutRequest?.Item ?? {}, false];
  });
}

function tableFor(local: LocalAws, TableName: string, item: Item, isKey: boolean): [Made, Make] {
  const names = isKey ? inOrder(Object.keys(item)) : guessKey(item);
  const make = () =>
    dynamoDbCall(local.url, "CreateTable", {
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: typeOf(item[AttributeName]) })),
      KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" })),
    });
  return [`table ${TableName} (key ${names.join(", ")}${isKey ? "" : ", a guess"})`, make];
}

/** The names of a key, the partition key first. */
function inOrder(names: string[]): string[] {
  const isSort = (name: string) => /^sk$|sort|range|created|timestamp|date/i.test(name);
  return names.toSorted((a, b) => Number(isSort(a)) - Number(isSort(b)));
}

// A put names the whole item. These are the names that people give to keys, the likeliest first.
const keyNames = [/^(?:id|_id)$/i, /^(?:user_?id|sub|user_?sub|cognito_?id)$/i, /^user_?name$/i, /id$/i, /^(?:user_?)?e?mail$/i];

function guessKey(item: Item): string[] {
  const names = Object.keys(item).filter((name) => typeOf(item[name]) !== undefined);
  const single = names.filter((name) => /^(?:pk|sk)$/i.test(name));
  if (single.length > 0) return inOrder(single);
  const likely = keyNames.map((pattern) => names.find((name) => pattern.test(name))).find((name) => name !== undefined);
  return [likely ?? names[0] ?? "id"];
}

/** The type of an attribute that can be a key. */
function typeOf(value: unknown): string | undefined {
  return Object.keys(value ?? { S: "" }).find((type) => ["S", "N", "B"].includes(type));
}

function addressOf(from: string | undefined): string | undefined {
  return from === undefined ? undefined : (/<([^<>\s]+)>/.exec(from)?.[1] ?? from);
}
