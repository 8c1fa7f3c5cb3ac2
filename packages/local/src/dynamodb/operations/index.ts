import type { DynamoDbOperation } from "../database.ts";
import { runAction, runLongAction } from "../run-action.ts";
import { describeContinuousBackups, updateContinuousBackups } from "./continuous-backups.ts";
import { createTable } from "./create-table.ts";
import { deleteTable } from "./delete-table.ts";
import { describeEndpoints, describeLimits } from "./describe-account.ts";
import { describeTimeToLive, updateTimeToLive } from "./time-to-live.ts";
import { transactGetItems } from "./transact-get-items.ts";
import { transactWriteItems } from "./transact-write-items.ts";
import { updateTable } from "./update-table.ts";
import { writeItem } from "./write-item.ts";

const read =
  (operation: string): DynamoDbOperation =>
  ({ engine }, input) =>
    runLongAction(engine, operation, input);

const write =
  (operation: string): DynamoDbOperation =>
  ({ engine, store }, input) =>
    store.write(() => runAction(engine, operation, input));

/** Wire name to operation: all that DynamoDB answers. */
export const operations: Record<string, DynamoDbOperation> = {
  BatchGetItem: read("BatchGetItem"),
  BatchWriteItem: write("BatchWriteItem"),
  CreateTable: createTable,
  DeleteItem: writeItem("DeleteItem"),
  DeleteTable: deleteTable,
  DescribeContinuousBackups: describeContinuousBackups,
  DescribeEndpoints: describeEndpoints,
  DescribeLimits: describeLimits,
  DescribeTable: read("DescribeTable"),
  DescribeTimeToLive: describeTimeToLive,
  GetItem: read("GetItem"),
  ListTables: read("ListTables"),
  ListTagsOfResource: read("ListTagsOfResource"),
  PutItem: writeItem("PutItem"),
  Query: read("Query"),
  Scan: read("Scan"),
  TagResource: write("TagResource"),
  TransactGetItems: transactGetItems,
  TransactWriteItems: transactWriteItems,
  UntagResource: write("UntagResource"),
  UpdateContinuousBackups: updateContinuousBackups,
  UpdateItem: writeItem("UpdateItem"),
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
};
