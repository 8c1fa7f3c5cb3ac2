import type { AttributeValue, DynamoDBClient, DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { once, requestLimits } from "./aws-client.ts";
import { fromItem, toItem } from "./dynamodb-value.ts";
import type { Json } from "./json.ts";
import type { EntryKey, EntryStatus, LedgerEntry } from "./ledger-entry.ts";

/** The ledger's table where `FOYER_LEDGER_TABLE` names no other. Its partition key is `pk`, a string. */
export const LEDGER_TABLE = "foyer_ledger";

/** A change of one item: an update expression, and the condition under which it holds. */
export interface Change {
  update: string;
  when: string;
  /** Beside those that every expression may use: `#status`, `#state`, `#owner` and `#at`. */
  names?: Readonly<Record<string, string>>;
  values: Readonly<Record<string, Json>>;
}

/** Words that DynamoDB reserves. */
const reserved: Record<string, string> = { "#status": "status", "#state": "state", "#owner": "owner", "#at": "at" };

/** What a list asks for. */
export interface EntryFilter {
  status?: EntryStatus;
  /** Only entries that were opened before this moment and are not due later. */
  overdueAt?: number;
}

/** The DynamoDB table of the ledger: reads, and conditional writes of single items. */
export class LedgerTable {
  readonly #tableName: string;
  readonly #aws: () => Promise<{ sdk: typeof import("./sdk/dynamodb.ts"); client: DynamoDBClient }>;

  /** `aws` is for commands that choose an account or endpoint; the handlers use Lambda's environment. */
  constructor(options: { tableName?: string; client?: DynamoDBClient; aws?: DynamoDBClientConfig } = {}) {
    this.#tableName = options.tableName ?? process.env.FOYER_LEDGER_TABLE ?? LEDGER_TABLE;
    this.#aws = once(async () => {
      const sdk = await import("./sdk/dynamodb.ts");
      return { sdk, client: options.client ?? new sdk.DynamoDBClient({ requestHandler: requestLimits, ...options.aws }) };
    });
  }

  /** Loads the AWS SDK, which is most of a cold start, before it is needed. */
  async warm(): Promise<void> {
    await this.#aws();
  }

  /** The item, read consistently, or undefined if there is none. */
  async get(pk: string, signal?: AbortSignal): Promise<Record<string, Json | undefined> | undefined> {
    const { sdk, client } = await this.#aws();
    const get = new sdk.GetItemCommand({ TableName: this.#tableName, Key: { pk: { S: pk } }, ConsistentRead: true });
    const { Item } = await client.send(get, { abortSignal: signal });
    return Item && withoutKey(Item);
  }

  /** Puts the item if there is none. @returns whether it did */
  async create(pk: string, item: Record<string, Json | undefined>, signal?: AbortSignal): Promise<boolean> {
    const { sdk, client } = await this.#aws();
    const put = new sdk.PutItemCommand({
      TableName: this.#tableName,
      Item: { pk: { S: pk }, ...toItem(item) },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    return unlessRefused(client.send(put, { abortSignal: signal }));
  }

  /** Puts the item, whatever there is. */
  async put(pk: string, item: Record<string, Json | undefined>): Promise<void> {
    const { sdk, client } = await this.#aws();
    await client.send(new sdk.PutItemCommand({ TableName: this.#tableName, Item: { pk: { S: pk }, ...toItem(item) } }));
  }

  /** Changes the item. @returns false if its condition did not hold, and nothing was changed */
  async update(pk: string, { update, when, names, values }: Change, signal?: AbortSignal): Promise<boolean> {
    const { sdk, client } = await this.#aws();
    const command = new sdk.UpdateItemCommand({
      TableName: this.#tableName,
      Key: { pk: { S: pk } },
      UpdateExpression: update,
      ConditionExpression: when,
      ...namesIn(`${update} ${when}`, names),
      ExpressionAttributeValues: toItem(values),
    });
    return unlessRefused(client.send(command, { abortSignal: signal }));
  }

  /**
   * One page of the entries of a user pool, in the table's order. A page may be empty and not the last.
   * @param limit how many items of the table are looked at
   * @returns `cursor` where there is more
   */
  async page(
    userPoolId: string,
    filter: EntryFilter,
    { cursor, limit, signal }: { cursor?: string; limit?: number; signal?: AbortSignal },
  ): Promise<{ entries: LedgerEntry[]; cursor?: string }> {
    const { sdk, client } = await this.#aws();
    const conditions = ["begins_with(pk, :pool)"];
    const values: Record<string, Json> = { ":pool": `${userPoolId}#` };
    if (filter.status) {
      conditions.push("#status = :status");
      values[":status"] = filter.status;
    }
    if (filter.overdueAt !== undefined) {
      conditions.push("openedAt < :overdueAt AND (attribute_not_exists(dueAt) OR dueAt < :overdueAt)");
      values[":overdueAt"] = filter.overdueAt;
    }
    const FilterExpression = conditions.join(" AND ");
    const scan = new sdk.ScanCommand({
      TableName: this.#tableName,
      FilterExpression,
      ...namesIn(FilterExpression),
      ExpressionAttributeValues: toItem(values),
      ...(cursor !== undefined && { ExclusiveStartKey: { pk: { S: cursor } } }),
      ...(limit !== undefined && { Limit: limit }),
    });
    const { Items = [], LastEvaluatedKey } = await client.send(scan, { abortSignal: signal });
    const entries = Items.map((item) => withoutKey(item) as unknown as LedgerEntry);
    return { entries, ...(LastEvaluatedKey?.pk?.S !== undefined && { cursor: LastEvaluatedKey.pk.S }) };
  }

  /** Which of the keys have an item, at most 100 keys. */
  async existing(pks: readonly string[], signal?: AbortSignal): Promise<Set<string>> {
    const { sdk, client } = await this.#aws();
    const found = new Set<string>();
    let Keys: Record<string, AttributeValue>[] = pks.map((pk) => ({ pk: { S: pk } }));
    while (Keys.length > 0) {
      const RequestItems = { [this.#tableName]: { Keys, ProjectionExpression: "pk", ConsistentRead: true } };
      const answer = await client.send(new sdk.BatchGetItemCommand({ RequestItems }), { abortSignal: signal });
      for (const { pk } of answer.Responses?.[this.#tableName] ?? []) if (pk?.S) found.add(pk.S);
      const left = answer.UnprocessedKeys?.[this.#tableName]?.Keys ?? [];
      // DynamoDB answers a throttled part in this way; only no progress at all is an error of its own.
      if (left.length === Keys.length) throw new Error("Cannot read the ledger as DynamoDB is throttled");
      Keys = left;
    }
    return found;
  }

  /** Ends the connections of a command. */
  async destroy(): Promise<void> {
    (await this.#aws()).client.destroy();
  }
}

/** The partition key of an entry. */
export function pkOf({ userPoolId, sub, reset }: EntryKey): string {
  return reset === undefined ? `${userPoolId}#${sub}` : `${userPoolId}#${sub}#reset#${reset}`;
}

function withoutKey({ pk: _, ...item }: Record<string, AttributeValue>): Record<string, Json | undefined> {
  return fromItem(item);
}

/** DynamoDB refuses a name that no expression uses. */
function namesIn(expressions: string, names: Readonly<Record<string, string>> = {}) {
  const used = [...new Set(expressions.match(/#\w+/g) ?? [])];
  const all = { ...reserved, ...names };
  return used.length > 0 ? { ExpressionAttributeNames: Object.fromEntries(used.map((name) => [name, all[name] as string])) } : {};
}

/** Whether the write happened; false if its condition did not hold. */
async function unlessRefused(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
