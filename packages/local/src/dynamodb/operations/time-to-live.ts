import { AwsError } from "../../endpoint/aws-error.ts";
import { type DynamoDbOperation, tableNamed } from "../database.ts";
import type { Item } from "../dynalite.ts";
import { itemSpace } from "../engine-store.ts";
import { set, settingOf } from "../settings.ts";

/** In force at once, for the items that are there too; on AWS it takes up to an hour. */
export const updateTimeToLive: DynamoDbOperation = (database, { TableName, TimeToLiveSpecification }) => {
  const { entries, expiries, store } = database;
  tableNamed(database, TableName);
  const { AttributeName, Enabled } = TimeToLiveSpecification;
  const current = settingOf(entries, TableName, "TimeToLive");
  if (current === undefined && !Enabled) throw invalid("TimeToLive is already disabled");
  if (current === AttributeName && Enabled) throw invalid("TimeToLive is already enabled");
  if (current !== undefined && current !== AttributeName)
    throw invalid(`TimeToLive is active on a different AttributeName: current AttributeName is ${current}`);
  store.write(() => {
    set(entries, TableName, "TimeToLive", Enabled ? AttributeName : undefined);
    expiries.clear(TableName);
    if (!Enabled) return;
    for (const { key, value } of [...entries.range(itemSpace(TableName))])
      expiries.note(TableName, key, AttributeName, value as Item);
  });
  return { TimeToLiveSpecification };
};

export const describeTimeToLive: DynamoDbOperation = (database, { TableName }) => {
  tableNamed(database, TableName);
  const AttributeName = settingOf(database.entries, TableName, "TimeToLive");
  const enabled = { TimeToLiveStatus: "ENABLED", AttributeName };
  return { TimeToLiveDescription: AttributeName === undefined ? { TimeToLiveStatus: "DISABLED" } : enabled };
};

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
