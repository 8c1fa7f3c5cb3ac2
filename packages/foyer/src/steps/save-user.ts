import { isDeepStrictEqual } from "node:util";
import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { fromItem, toItem } from "../onboarding/dynamodb-value.ts";
import { OnboardingError, StepError } from "../onboarding/errors.ts";
import { type Json, notJson } from "../onboarding/json.ts";
import type { Step } from "../onboarding/step.ts";

/** An item of the table; members that are undefined are left out. */
export type UserRecord = { readonly [attribute: string]: Json | undefined };

export interface SaveUserOptions<Key extends string> {
  /** Default `cognito_users`. */
  table?: string;
  /** The table's partition key, a string. Default `username`. */
  key?: Key;
  /**
   * The item, a function of the user alone: without the time or chance, so that the same user always gives the same item. Default: the
   * username under `key` and the e-mail address under `useremail`.
   */
  record?: (user: ConfirmedUser) => UserRecord & { readonly [K in Key]: string };
}

const dynamodb = once(async () => {
  const sdk = await import("@aws-sdk/client-dynamodb");
  return { sdk, client: new sdk.DynamoDBClient({ requestHandler: requestLimits }) };
});

/**
 * Puts the user's record into a DynamoDB table, unless there is one. A record that somebody else wrote, or changed since, is left
 * untouched; the result then names the attributes that differ.
 */
export function saveUser<const Key extends string = "username">(options: SaveUserOptions<Key> = {}): Step<"safe", void, void> {
  const { table = "cognito_users" } = options;
  const key: string = options.key ?? "username";
  const record = options.record ?? ((user: ConfirmedUser) => ({ [key]: user.userName, useremail: user.email }));
  if (!/^[\w.-]{3,255}$/.test(table))
    throw new OnboardingError(
      `Cannot use saveUser as 'table' must be 3 to 255 of a-z, A-Z, 0-9, _, . and -: current value is '${table}'`,
    );
  return {
    replay: "safe",
    permissions: [{ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources: [arn("dynamodb", `table/${table}`)] }],
    resources: { tables: [{ tableName: table, keyName: key }] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { signal }) {
      const item: UserRecord = record(user);
      const why = notJson(item, "the record");
      if (why) throw new StepError(`Cannot save the user as the record must be plain JSON: ${why}`);
      const keyValue = item[key];
      if (typeof keyValue !== "string" || keyValue === "")
        throw new StepError(`Cannot save the user as the record must have a text under the key '${key}' of table '${table}'`);
      const { sdk, client } = await dynamodb();
      const put = new sdk.PutItemCommand({
        TableName: table,
        Item: toItem(item),
        ConditionExpression: "attribute_not_exists(#key)",
        ExpressionAttributeNames: { "#key": key },
      });
      try {
        await client.send(put, { abortSignal: signal });
        return { record: "created" };
      } catch (error) {
        if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
      }
      // Either our own put of an earlier attempt whose answer was lost, or somebody else's record.
      const get = new sdk.GetItemCommand({ TableName: table, Key: { [key]: { S: keyValue } }, ConsistentRead: true });
      const { Item = {} } = await client.send(get, { abortSignal: signal });
      const differs = differences(item, fromItem(Item));
      return differs.length === 0 ? { record: "there already" } : { record: "left untouched", differs };
    },
  };
}

/** The names of our attributes whose values in the table are others. */
function differences(ours: UserRecord, theirs: UserRecord): string[] {
  const normal = fromItem(toItem(ours));
  return Object.keys(normal).filter((name) => !isDeepStrictEqual(normal[name], theirs[name]));
}
