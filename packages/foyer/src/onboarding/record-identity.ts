import type { AttributeValue, ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { once, requestLimits } from "./aws-client.ts";
import { StepError } from "./errors.ts";
import type { IdentityRecord, RecordOwner } from "./identity-record.ts";

/** What became of the id. `there`: it was on the record before. `another`: the record names another identity, which stays. */
export type RecordedIdentity = "recorded" | "there" | "no record" | "another";

const dynamodb = once(async (): Promise<{ sdk: typeof import("./sdk/dynamodb.ts"); client: DynamoDBClient }> => {
  const sdk = await import("./sdk/dynamodb.ts");
  return { sdk, client: new sdk.DynamoDBClient({ requestHandler: requestLimits }) };
});

/** Writes the id where the user's record has none. It makes no record: that is `saveUser`'s, and its attributes would be missing. */
export async function recordIdentity(
  record: IdentityRecord,
  user: RecordOwner,
  identityId: string,
  signal?: AbortSignal,
): Promise<RecordedIdentity> {
  const { sdk, client } = await dynamodb();
  const { tableName, keyName } = record.table;
  const update = new sdk.UpdateItemCommand({
    TableName: tableName,
    Key: keyFor(record, user),
    UpdateExpression: "SET #identity = :id",
    ConditionExpression: "attribute_exists(#key) AND attribute_not_exists(#identity)",
    ExpressionAttributeNames: { "#identity": record.attribute, "#key": keyName },
    ExpressionAttributeValues: { ":id": { S: identityId } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  try {
    await client.send(update, { abortSignal: signal });
    return "recorded";
  } catch (error) {
    const { name, Item } = error as Omit<ConditionalCheckFailedException, "name"> & { name: string };
    if (name === "ConditionalCheckFailedException") {
      if (!Item) return "no record";
      return Item[record.attribute]?.S === identityId ? "there" : "another";
    }
    if (name !== "ResourceNotFoundException") throw error;
    throw new StepError(`Cannot reach the user's item as there must be a table '${tableName}'`, { cause: error });
  }
}

function keyFor({ table, key }: IdentityRecord, user: RecordOwner): Record<string, AttributeValue> {
  const { tableName, keyName, sortKeyName } = table;
  const values: unknown[] = typeof key === "string" ? [user.userName] : valuesOf(key, user);
  const names = sortKeyName === undefined ? [keyName] : [keyName, sortKeyName];
  return Object.fromEntries(
    names.map((name, index) => {
      const value = values[index];
      if (typeof value === "string" && value !== "") return [name, { S: value }];
      throw new StepError(`Cannot find the user's item as it must have a text under the key '${name}' of table '${tableName}'`);
    }),
  );
}

function valuesOf(key: Exclude<IdentityRecord["key"], string>, user: RecordOwner): string[] {
  try {
    return Object.values(key).map((valueFor) => valueFor(user));
  } catch (error) {
    throw new StepError(`Cannot find the user's item as its key cannot be made: ${(error as Error).message}`, { cause: error });
  }
}
