import { AwsError } from "../../endpoint/aws-error.ts";
import { type DynamoDbOperation, tableNamed } from "../database.ts";
import { indexSpace, itemSpace } from "../engine-store.ts";
import { settingSpace } from "../settings.ts";

/** The table is gone at once, with all that was in it; the answer says DELETING, as AWS's does. */
export const deleteTable: DynamoDbOperation = (database, { TableName }) => {
  const { entries, expiries, store } = database;
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], ...table } = tableNamed(database, TableName);
  if (table.DeletionProtectionEnabled)
    throw new AwsError(
      "ValidationException",
      "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
    );
  store.write(() => {
    for (const { IndexName } of GlobalSecondaryIndexes) entries.clear(indexSpace("global", TableName, IndexName));
    for (const { IndexName } of LocalSecondaryIndexes) entries.clear(indexSpace("local", TableName, IndexName));
    for (const space of [itemSpace(TableName), `tag~${TableName}`, settingSpace(TableName)]) entries.clear(space);
    entries.delete("table", TableName);
    expiries.clear(TableName);
  });
  return { TableDescription: { ...table, TableStatus: "DELETING" } };
};
