import { isDeepStrictEqual } from "node:util";
import { arn } from "../onboarding/arn.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { fromItem, toItem } from "../onboarding/dynamodb-value.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import { type Json, notJson } from "../onboarding/json.ts";
import type { Table } from "../onboarding/resources.ts";
import type { Step, StepCall } from "../onboarding/step.ts";
import { aboutTable, checkedTable, dynamodb, type ItemKey, keyIn, keyOf, type UserRecord } from "./user-item.ts";

/** What a record may be made of beside the user: `key` and `openedAt` are the same at each attempt. */
export type RecordCall = Pick<StepCall, "key" | "openedAt">;

interface SaveOptions {
  /** Default `cognito_users`. */
  table?: string;
  /**
   * An attribute for the step's own mark. By it a record is known as made by this step even when the application changed it before an
   * answer that was lost is asked for again. Default: none; the record is known by its values.
   */
  mark?: string;
}

/** A record that holds its key. */
export interface SaveUserOptions<Key extends string = string> extends SaveOptions {
  /** The table's partition key, a string. Default `username`. */
  key?: Key;
  /**
   * The item, a function of its arguments alone: without the time of day or chance, so that the same user always gives the same item.
   * Default: the username under `key` and the e-mail address under `useremail`.
   */
  record?: (user: ConfirmedUser, call: RecordCall) => UserRecord & { readonly [K in NoInfer<Key>]: string };
}

/** A record and, beside it, its key, as tables for several kinds of item have it. */
export interface SaveItemOptions<Key extends string = string> extends SaveOptions {
  /** The table's key with its values, the partition key first: `{ pk: (user) => "USER#" + user.sub, sk: () => "PROFILE" }`. */
  key: ItemKey<Key>;
  /** The rest of the item, a function of its arguments alone, as above. Default: the e-mail address under `useremail`. */
  record?: (user: ConfirmedUser, call: RecordCall) => UserRecord & { readonly [K in NoInfer<Key>]?: never };
}

/**
 * Puts the user's record into a DynamoDB table, unless there is one. A record that somebody else wrote, or changed since, is left
 * untouched; the result then names the attributes that differ.
 */
export function saveUser<const Key extends string = "username">(options?: SaveUserOptions<Key>): Step<"safe", void, void>;
export function saveUser<const Key extends string>(options: SaveItemOptions<Key>): Step<"safe", void, void>;
export function saveUser(options: SaveUserOptions | SaveItemOptions = {}): Step<"safe", void, void> {
  const { table: tableName = "cognito_users", mark } = options;
  const itemOf = itemsOf(options);
  const table = checkedTable("saveUser", tableName, keyNames(options.key));
  if (mark !== undefined && (mark === "" || mark === table.keyName || mark === table.sortKeyName))
    throw new OnboardingError(`Cannot use saveUser as 'mark' must be an attribute beside the key: current value is '${mark}'`);
  return {
    replay: "safe",
    permissions: [{ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [arn("dynamodb", `table/${tableName}`)] }],
    resources: { tables: [table] },
    givesResult: false,
    logsResult: true,
    async run(user, _, call) {
      const item = { ...itemOf(user, call), ...(mark !== undefined && { [mark]: call.key }) };
      const key = keyIn(item, table);
      try {
        if (await create(item, table, call)) return { record: "created" };
        const found = await read(key, table, call);
        // Either our own put of an earlier attempt whose answer was lost, or somebody else's record.
        if (mark !== undefined && found[mark] === call.key) return { record: "there already" };
        const differs = differences(item, found);
        return differs.length === 0 ? { record: "there already" } : { record: "left untouched", differs };
      } catch (error) {
        throw aboutTable(error, table);
      }
    },
  };
}

function keyNames(key: string | ItemKey = "username"): string[] {
  return typeof key === "string" ? [key] : Object.keys(key);
}

/** Makes the item of a user. It throws a permanent StepError when the options' functions fail or give what JSON would change. */
function itemsOf({ key = "username", record }: SaveUserOptions | SaveItemOptions) {
  return (user: ConfirmedUser, { key: id, openedAt }: RecordCall): UserRecord => {
    const keyed = typeof key === "string" ? {} : keyOf(key, user);
    const rest = made(() => record?.(user, { key: id, openedAt }) ?? usual(user, key));
    const why = notJson(rest, "the record");
    if (why) throw new StepError(`Cannot save the user as the record must be plain JSON: ${why}`);
    return { ...rest, ...keyed };
  };
}

function usual(user: ConfirmedUser, key: string | ItemKey): UserRecord {
  return { ...(typeof key === "string" && { [key]: user.userName }), useremail: user.email };
}

function made(record: () => UserRecord): UserRecord {
  try {
    return record();
  } catch (error) {
    throw new StepError(`Cannot make the user's record: ${(error as Error).message}`, { cause: error });
  }
}

/** @returns false if there is an item under its key */
async function create(item: UserRecord, { tableName, keyName }: Table, { signal }: StepCall): Promise<boolean> {
  const { sdk, client } = await dynamodb();
  const put = new sdk.PutItemCommand({
    TableName: tableName,
    Item: toItem(item),
    ConditionExpression: "attribute_not_exists(#key)",
    ExpressionAttributeNames: { "#key": keyName },
  });
  try {
    await client.send(put, { abortSignal: signal });
    return true;
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    return false;
  }
}

async function read(key: Record<string, string>, { tableName }: Table, { signal }: StepCall): Promise<UserRecord> {
  const { sdk, client } = await dynamodb();
  const get = new sdk.GetItemCommand({ TableName: tableName, Key: toItem(key), ConsistentRead: true });
  const { Item } = await client.send(get, { abortSignal: signal });
  if (Item) return fromItem(Item);
  throw new StepError("Cannot save the user as a record was there and was deleted a moment later", { retry: true });
}

/** The names of our attributes whose values in the table are others. */
function differences(ours: UserRecord, theirs: UserRecord): string[] {
  const normal: Record<string, Json | undefined> = fromItem(toItem(ours));
  return Object.keys(normal).filter((name) => !isDeepStrictEqual(normal[name], theirs[name]));
}
