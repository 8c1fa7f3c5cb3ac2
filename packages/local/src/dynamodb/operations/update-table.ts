import { AwsError } from "../../endpoint/aws-error.ts";
import { type Database, type DynamoDbOperation, tableNamed } from "../database.ts";
import { dynalite, type Index, type Input, type Table } from "../dynalite.ts";
import { indexSpace, itemSpace } from "../engine-store.ts";
import { describedMembers } from "../table-members.ts";
import { newGlobalIndex } from "./create-table.ts";

/** Everything is changed at once, a new index filled too: the answer says UPDATING, the next DescribeTable ACTIVE. */
export const updateTable: DynamoDbOperation = (database, input) => {
  const { entries, store } = database;
  return store.write(() => {
    const table = tableNamed(database, input.TableName);
    const updated: Table = { ...table, ...throughput(table, input, database), ...describedMembers(input, database) };
    changeIndexes(database, updated, input);
    entries.put("table", table.TableName, updated);
    return { TableDescription: { ...updated, TableStatus: "UPDATING" } };
  });
};

interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

function throughput(table: Table, { BillingMode, ProvisionedThroughput }: Input, { clock }: Database): Partial<Table> {
  const now = clock.now() / 1_000;
  const current = (table.BillingModeSummary as { BillingMode: string } | undefined)?.BillingMode ?? "PROVISIONED";
  if (ProvisionedThroughput && (BillingMode ?? current) === "PAY_PER_REQUEST")
    throw invalid(
      "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  const before = table.ProvisionedThroughput as Throughput;
  if (ProvisionedThroughput) checkThroughputChanges(before, ProvisionedThroughput);
  const none = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  const isNewMode = BillingMode !== undefined && BillingMode !== current;
  return {
    ProvisionedThroughput: { ...before, ...(BillingMode === "PAY_PER_REQUEST" ? none : ProvisionedThroughput) },
    ...(isNewMode && {
      BillingModeSummary: {
        ...(table.BillingModeSummary as object | undefined),
        BillingMode,
        ...(BillingMode === "PAY_PER_REQUEST" && { LastUpdateToPayPerRequestDateTime: now }),
      },
      TableThroughputModeSummary: { TableThroughputMode: BillingMode },
    }),
  };
}

function checkThroughputChanges(before: Throughput, after: Throughput): void {
  const { ReadCapacityUnits: reads, WriteCapacityUnits: writes } = before;
  if (after.ReadCapacityUnits !== reads || after.WriteCapacityUnits !== writes) return;
  throw invalid(
    `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${reads}. Requested ReadCapacityUnits: ${reads}. Current WriteCapacityUnits provisioned for the table: ${writes}. Requested WriteCapacityUnits: ${writes}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
  );
}

function changeIndexes(
  database: Database,
  table: Table,
  { AttributeDefinitions = [], GlobalSecondaryIndexUpdates = [] }: Input,
): void {
  const made = GlobalSecondaryIndexUpdates.filter(({ Create, Delete }: Input) => Create ?? Delete);
  if (made.length > 1)
    throw new AwsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  for (const { Create, Delete, Update } of GlobalSecondaryIndexUpdates as Input[]) {
    if (Create) createIndex(database, table, Create, AttributeDefinitions);
    else if (Delete) deleteIndex(database, table, Delete.IndexName);
    else if (Update) {
      const index = indexNamed(table, Update.IndexName);
      checkThroughputChanges(index.ProvisionedThroughput as Throughput, Update.ProvisionedThroughput);
      Object.assign(index.ProvisionedThroughput as object, Update.ProvisionedThroughput);
    }
  }
}

function createIndex(database: Database, table: Table, create: Input, definitions: Table["AttributeDefinitions"]): void {
  const { AttributeDefinitions, GlobalSecondaryIndexes = [], KeySchema, TableArn, TableName } = table;
  if (GlobalSecondaryIndexes.some(({ IndexName }) => IndexName === create.IndexName))
    throw invalid(`Attempting to create an index which already exists: ${create.IndexName}`);
  const isNew = ({ AttributeName }: { AttributeName: string }) =>
    !AttributeDefinitions.some((known) => known.AttributeName === AttributeName);
  table.AttributeDefinitions = [...AttributeDefinitions, ...definitions.filter(isNew)];
  const defined = table.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const keys = (create.KeySchema as Index["KeySchema"]).map(({ AttributeName }) => AttributeName);
  if (!keys.every((key) => defined.includes(key)))
    throw invalid(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(", ")}], AttributeDefinitions: [${defined.join(", ")}]`,
    );
  const index = newGlobalIndex(String(TableArn), create);
  table.GlobalSecondaryIndexes = [...GlobalSecondaryIndexes, index];
  // Only the new index is filled; an item whose attribute is of another type than the index's key is not in it.
  const types = new Map(table.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const filled = {
    TableName,
    KeySchema,
    AttributeDefinitions: table.AttributeDefinitions,
    GlobalSecondaryIndexes: [index],
  } as Table;
  const items = [...database.entries.range(itemSpace(TableName))].map(({ value }) => value as Record<string, object>);
  for (const item of items.filter((item) => keys.every((key) => item[key] && types.get(key)! in item[key])))
    dynalite().updateIndexes(database.engine, filled, undefined, item, () => {});
}

function deleteIndex({ entries }: Database, table: Table, name: string): void {
  const index = indexNamed(table, name);
  const rest = (table.GlobalSecondaryIndexes ?? []).filter((other) => other !== index);
  if (rest.length > 0) table.GlobalSecondaryIndexes = rest;
  else delete table.GlobalSecondaryIndexes;
  const keys = [table, ...rest, ...(table.LocalSecondaryIndexes ?? [])].flatMap(({ KeySchema }) => KeySchema);
  table.AttributeDefinitions = table.AttributeDefinitions.filter((one) =>
    keys.some(({ AttributeName }) => AttributeName === one.AttributeName),
  );
  entries.clear(indexSpace("global", table.TableName, name));
}

function indexNamed({ GlobalSecondaryIndexes = [] }: Table, name: string): Index {
  const index = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === name);
  if (!index) throw new AwsError("ResourceNotFoundException", "Requested resource not found");
  return index;
}

function invalid(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
