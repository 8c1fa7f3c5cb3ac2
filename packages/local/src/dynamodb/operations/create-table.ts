import { randomUUID } from "node:crypto";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { DynamoDbOperation } from "../database.ts";
import type { Index, Input, Table } from "../dynalite.ts";
import { describedMembers } from "../table-members.ts";

/** The table is there at once: the answer says CREATING, as AWS's does, and the next DescribeTable says ACTIVE. */
export const createTable: DynamoDbOperation = (database, input) => {
  const { clock, engine, entries, store } = database;
  const { TableName, Tags = [], BillingMode } = input;
  if (engine.table(TableName)) throw new AwsError("ResourceInUseException", `Table already exists: ${TableName}`);
  const now = clock.now() / 1_000;
  const TableArn = `arn:aws:dynamodb:${database.region}:${database.accountId}:table/${TableName}`;
  const billing = BillingMode === "PAY_PER_REQUEST" && {
    BillingModeSummary: { BillingMode, LastUpdateToPayPerRequestDateTime: now },
    TableThroughputModeSummary: { TableThroughputMode: BillingMode },
  };
  const indexOf = (index: Input) => newIndex(TableArn, index);
  const globalIndexOf = (index: Input) => newGlobalIndex(TableArn, index);
  const table: Table = {
    TableName,
    AttributeDefinitions: input.AttributeDefinitions,
    KeySchema: input.KeySchema,
    TableStatus: "ACTIVE",
    TableArn,
    TableId: randomUUID(),
    CreationDateTime: now,
    ItemCount: 0,
    TableSizeBytes: 0,
    ProvisionedThroughput: throughputOf(input),
    ...billing,
    ...(input.LocalSecondaryIndexes && { LocalSecondaryIndexes: input.LocalSecondaryIndexes.map(indexOf) }),
    ...(input.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: input.GlobalSecondaryIndexes.map(globalIndexOf) }),
    DeletionProtectionEnabled: false,
    ...describedMembers(input, database),
  };
  store.write(() => {
    entries.put("table", TableName, table);
    engine.getTagDb(TableName).batch(
      Tags.map(({ Key, Value }: { Key: string; Value: string }) => ({ type: "put", key: Key, value: Value })),
      () => {},
    );
  });
  const creating = (index: Index) => ({ ...index, IndexStatus: "CREATING" });
  const GlobalSecondaryIndexes = table.GlobalSecondaryIndexes?.map(creating);
  return { TableDescription: { ...table, TableStatus: "CREATING", ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) } };
};

/** A global secondary index as DescribeTable tells it. */
export function newGlobalIndex(tableArn: string, index: Input): Index {
  return { ...newIndex(tableArn, index), IndexStatus: "ACTIVE", ProvisionedThroughput: throughputOf(index) };
}

function newIndex(tableArn: string, index: Input): Index {
  const { IndexName, KeySchema, Projection } = index;
  return { IndexName, KeySchema, Projection, IndexArn: `${tableArn}/index/${IndexName}`, IndexSizeBytes: 0, ItemCount: 0 };
}

function throughputOf({ ProvisionedThroughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } }: Input): object {
  return { ...ProvisionedThroughput, NumberOfDecreasesToday: 0 };
}
