import { arn } from "../onboarding/arn.ts";
import { fromItem, toItem } from "../onboarding/dynamodb-value.ts";
import { StepError } from "../onboarding/errors.ts";
import type { Question } from "../onboarding/step.ts";
import { aboutTable, checkedTable, dynamodb, type ItemKey, keyIn, keyOf, type UserRecord } from "./user-item.ts";

export interface CheckRecordOptions {
  /** Default `cognito_users`. */
  table?: string;
  /** The table's key, with its values: the partition key first, then the sort key. Default: the username under `username`. */
  key?: ItemKey;
  /** Answers by the user's record as it is now; undefined if there is none. It may look at the time. */
  that: (record: UserRecord | undefined) => boolean;
}

/**
 * Asks the user's record in a DynamoDB table: `checkRecord({ that: (record) => record?.tutorial === "done" })`. For a flow, which may ask
 * again after each wait and branch on the answer, or for its `stopWhen`. Only the answer is kept.
 */
export function checkRecord({ table: tableName = "cognito_users", key = byUsername, that }: CheckRecordOptions): Question {
  const table = checkedTable("checkRecord", tableName, Object.keys(key));
  return {
    replay: "safe",
    permissions: [{ actions: ["dynamodb:GetItem"], resources: [arn("dynamodb", `table/${tableName}`)] }],
    resources: { tables: [table] },
    givesResult: true,
    logsResult: true,
    question: true,
    async run(user, _, { signal }) {
      const Key = toItem(keyIn(keyOf(key, user), table));
      const { sdk, client } = await dynamodb();
      const get = new sdk.GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
      try {
        const { Item } = await client.send(get, { abortSignal: signal });
        return answer(that, Item && fromItem(Item));
      } catch (error) {
        throw aboutTable(error, table);
      }
    },
  };
}

const byUsername: ItemKey = { username: ({ userName }) => userName };

/** A fault of the predicate happens again each time, and so does an answer that is neither yes nor no. */
function answer(that: CheckRecordOptions["that"], record: UserRecord | undefined): boolean {
  let said: unknown;
  try {
    said = that(record);
  } catch (error) {
    throw new StepError(`Cannot check the user's record: ${(error as Error).message}`, { cause: error });
  }
  if (typeof said === "boolean") return said;
  throw new StepError(`Cannot check the user's record as 'that' must answer true or false: current value is a ${typeof said}`);
}
