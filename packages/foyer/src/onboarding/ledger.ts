import type { AttributeValue, DynamoDBClient, UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { once, requestLimits } from "./aws-client.ts";
import type { Origin } from "./confirmed-user.ts";
import { fromItem, toAttributeValue, toItem } from "./dynamodb-value.ts";
import type { Json } from "./json.ts";
import type { EntryKey, EntryStatus, LedgerEntry, StepRecord } from "./ledger-entry.ts";

/** The ledger's table where `FOYER_LEDGER_TABLE` names no other. Its partition key is `pk`, a string. */
export const LEDGER_TABLE = "foyer_ledger";

/** Deliveries of a password reset within this time are one reset: Cognito's three attempts, which carry no id. */
const ONE_RESET_MS = 60_000;

type Sdk = typeof import("@aws-sdk/client-dynamodb");

/**
 * The per-user memory that makes running again harmless: one DynamoDB item for each user for life, and one for each password reset. It
 * changes by conditional updates of single items only, so it needs no transaction.
 */
export class Ledger {
  readonly #tableName: string;
  readonly #aws: () => Promise<{ sdk: Sdk; client: DynamoDBClient }>;

  /** `client` is for commands that choose an account or endpoint; the handlers use Lambda's environment. */
  constructor(options: { tableName?: string; client?: DynamoDBClient } = {}) {
    this.#tableName = options.tableName ?? process.env.FOYER_LEDGER_TABLE ?? LEDGER_TABLE;
    this.#aws = once(async () => {
      const sdk = await import("@aws-sdk/client-dynamodb");
      return { sdk, client: options.client ?? new sdk.DynamoDBClient({ requestHandler: requestLimits }) };
    });
  }

  /** Loads the AWS SDK, which is most of a cold start, before it is needed. */
  async warm(): Promise<void> {
    await this.#aws();
  }

  /** The entry, read consistently, or undefined if there is none. */
  async get(key: EntryKey, signal?: AbortSignal): Promise<LedgerEntry | undefined> {
    const { sdk, client } = await this.#aws();
    const { Item } = await client.send(
      new sdk.GetItemCommand({ TableName: this.#tableName, Key: { pk: { S: pk(key) } }, ConsistentRead: true }),
      { abortSignal: signal },
    );
    if (!Item) return undefined;
    const { pk: _, ...entry } = fromItem(Item);
    return entry as unknown as LedgerEntry;
  }

  /**
   * Opens the entry if there is none.
   * @param about `steps` names the steps that are to run
   * @returns the entry if it was opened now, undefined if there is one
   */
  async open(
    key: EntryKey,
    about: { origin: Origin; metadata?: Record<string, string>; steps: readonly string[] },
    signal?: AbortSignal,
  ): Promise<LedgerEntry | undefined> {
    const { sdk, client } = await this.#aws();
    const entry: LedgerEntry = {
      ...key,
      origin: about.origin,
      status: "open",
      openedAt: Date.now(),
      metadata: about.metadata ?? {},
      steps: Object.fromEntries(about.steps.map((name) => [name, { state: "pending", attempts: 0 }])),
    };
    const put = new sdk.PutItemCommand({
      TableName: this.#tableName,
      Item: { pk: { S: pk(key) }, ...toItem(entry as unknown as Record<string, Json>) },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    return (await unlessRefused(client.send(put, { abortSignal: signal }))) ? entry : undefined;
  }

  /**
   * Claims an `unknown` step before its effect. @param interrupted the claim to take over, whose owner is gone
   * @returns false if somebody else holds it or it is finished
   */
  async claim(key: EntryKey, step: string, claim: StepRecord, interrupted?: StepRecord, signal?: AbortSignal): Promise<boolean> {
    const claimed = await this.#update(
      key,
      {
        UpdateExpression: "SET steps.#step = :record",
        ConditionExpression: interrupted
          ? "steps.#step.#state = :started AND steps.#step.#owner = :owner AND steps.#step.startedAt = :startedAt"
          : "attribute_exists(pk) AND (attribute_not_exists(steps.#step) OR steps.#step.#state = :pending)",
        ExpressionAttributeNames: { "#step": step, "#state": "state", ...(interrupted && { "#owner": "owner" }) },
        ExpressionAttributeValues: {
          ":record": recordValue(claim),
          ...(interrupted
            ? {
                ":started": { S: "started" },
                ":owner": { S: interrupted.owner ?? "" },
                ":startedAt": { N: String(interrupted.startedAt) },
              }
            : { ":pending": { S: "pending" } }),
        },
      },
      signal,
    );
    if (claimed) return true;
    // The AWS SDK retries a write whose answer was lost: then it is our own claim that refuses the second.
    const found = (await this.get(key, signal))?.steps[step];
    return found?.state === "started" && found.owner === claim.owner && found.startedAt === claim.startedAt;
  }

  /**
   * Writes how an attempt of a step ended, unless the step is finished. @param owner the claim that must still be held
   * @returns false if nothing was written: another attempt finished the step before, or the entry is gone
   */
  async record(key: EntryKey, step: string, record: StepRecord, owner?: string, signal?: AbortSignal): Promise<boolean> {
    const unfinished = "(attribute_not_exists(steps.#step) OR steps.#step.#state IN (:pending, :started))";
    return this.#update(
      key,
      {
        UpdateExpression: "SET steps.#step = :record",
        ConditionExpression: `attribute_exists(pk) AND ${unfinished}${owner ? " AND steps.#step.#owner = :owner" : ""}`,
        ExpressionAttributeNames: { "#step": step, "#state": "state", ...(owner && { "#owner": "owner" }) },
        ExpressionAttributeValues: {
          ":record": recordValue(record),
          ":pending": { S: "pending" },
          ":started": { S: "started" },
          ...(owner && { ":owner": { S: owner } }),
        },
      },
      signal,
    );
  }

  /** Ends an open entry. @returns false if it was not open */
  async close(key: EntryKey, status: Exclude<EntryStatus, "open">, reason?: string, signal?: AbortSignal): Promise<boolean> {
    return this.#update(
      key,
      {
        UpdateExpression: `SET #status = :status, closedAt = :now${reason ? ", reason = :reason" : ""}`,
        ConditionExpression: "#status = :open",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":status": { S: status },
          ":open": { S: "open" },
          ":now": { N: String(Date.now()) },
          ...(reason && { ":reason": { S: reason } }),
        },
      },
      signal,
    );
  }

  /**
   * The id of the password reset that is delivered at `now`: the one before if that was less than a minute ago, as it is the same
   * reset delivered again, else a new one. The user's entry must exist.
   */
  async resetId(user: EntryKey, now: number, signal?: AbortSignal): Promise<string> {
    const id = now.toString(36);
    const isNew = await this.#update(
      user,
      {
        UpdateExpression: "SET lastReset = :reset",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(lastReset) OR lastReset.#at <= :before)",
        ExpressionAttributeNames: { "#at": "at" },
        ExpressionAttributeValues: {
          ":reset": { M: { id: { S: id }, at: { N: String(now) } } },
          ":before": { N: String(now - ONE_RESET_MS) },
        },
      },
      signal,
    );
    return isNew ? id : ((await this.get(user, signal))?.lastReset?.id ?? id);
  }

  async #update(key: EntryKey, change: Partial<UpdateItemCommandInput>, signal?: AbortSignal): Promise<boolean> {
    const { sdk, client } = await this.#aws();
    const command = new sdk.UpdateItemCommand({ TableName: this.#tableName, Key: { pk: { S: pk(key) } }, ...change });
    return unlessRefused(client.send(command, { abortSignal: signal }));
  }
}

/** The partition key of an entry. */
function pk({ userPoolId, sub, reset }: EntryKey): string {
  return reset === undefined ? `${userPoolId}#${sub}` : `${userPoolId}#${sub}#reset#${reset}`;
}

function recordValue(record: StepRecord): AttributeValue {
  return toAttributeValue(record as unknown as Record<string, Json>);
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
