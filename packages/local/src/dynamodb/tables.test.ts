import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeEndpointsCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { startDynamoDb, tableOf } from "./test-dynamodb.ts";

describe("tables", () => {
  let client: DynamoDBClient;
  let url: string;
  let faults: unknown[];
  let stop: () => Promise<void>;

  before(async () => {
    const started = await startDynamoDb();
    ({ client, faults, stop } = started);
    url = started.endpoint.url;
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  const describeTable = async (TableName: string) => (await client.send(new DescribeTableCommand({ TableName }))).Table;

  it("are described with the protection, class, encryption, stream and tags that they were made with", async () => {
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        ...tableOf("full").input,
        DeletionProtectionEnabled: true,
        TableClass: "STANDARD_INFREQUENT_ACCESS",
        SSESpecification: { Enabled: true, SSEType: "KMS", KMSMasterKeyId: "1234" },
        StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
        Tags: [{ Key: "stack", Value: "app" }],
      }),
    );
    assert.equal(TableDescription?.TableStatus, "CREATING");
    const table = await describeTable("full");
    assert.equal(table?.TableStatus, "ACTIVE");
    assert.equal(table?.DeletionProtectionEnabled, true);
    assert.equal(table?.TableClassSummary?.TableClass, "STANDARD_INFREQUENT_ACCESS");
    assert.deepEqual(table?.SSEDescription, {
      Status: "ENABLED",
      SSEType: "KMS",
      KMSMasterKeyArn: "arn:aws:kms:us-east-1:000000000000:key/1234",
    });
    assert.deepEqual(table?.StreamSpecification, { StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
    assert.equal(table?.LatestStreamArn, undefined);
    const ResourceArn = table?.TableArn;
    await client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "team", Value: "growth" }] }));
    const tags = async () => (await client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;
    assert.deepEqual(await tags(), [
      { Key: "stack", Value: "app" },
      { Key: "team", Value: "growth" },
    ]);
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["stack"] }));
    assert.deepEqual(await tags(), [{ Key: "team", Value: "growth" }]);
    await assert.rejects(
      client.send(new CreateTableCommand({ ...tableOf("other").input, TableClass: "GLACIER" as "STANDARD" })),
      {
        message: /Member must satisfy enum value set: \[STANDARD, STANDARD_INFREQUENT_ACCESS\]/,
      },
    );
  });

  it("are not deleted while protected, and are gone with everything once they are", async () => {
    await client.send(new CreateTableCommand({ ...tableOf("guarded").input, DeletionProtectionEnabled: true }));
    await client.send(new PutItemCommand({ TableName: "guarded", Item: { pk: { S: "a" } } }));
    const remove = () => client.send(new DeleteTableCommand({ TableName: "guarded" }));
    await assert.rejects(remove(), { name: "ValidationException", message: /protected against deletion/ });
    await client.send(new UpdateTableCommand({ TableName: "guarded", DeletionProtectionEnabled: false }));
    assert.equal((await remove()).TableDescription?.TableStatus, "DELETING");
    await assert.rejects(describeTable("guarded"), { name: "ResourceNotFoundException" });
    await client.send(tableOf("guarded"));
    const { Count } = await client.send(
      new QueryCommand({
        TableName: "guarded",
        KeyConditionExpression: "pk = :a",
        ExpressionAttributeValues: { ":a": { S: "a" } },
      }),
    );
    assert.equal(Count, 0);
    await assert.rejects(client.send(tableOf("guarded")), {
      name: "ResourceInUseException",
      message: "Table already exists: guarded",
    });
  });

  it("are listed page by page", async () => {
    const all = (await client.send(new ListTablesCommand({}))).TableNames ?? [];
    const first = await client.send(new ListTablesCommand({ Limit: 1 }));
    assert.deepEqual(first.TableNames, all.slice(0, 1));
    const rest = await client.send(new ListTablesCommand({ ExclusiveStartTableName: first.LastEvaluatedTableName }));
    assert.deepEqual(rest.TableNames, all.slice(1));
  });

  it("get an index while they have items, which is filled, and lose it again", async () => {
    await client.send(tableOf("indexed"));
    for (const [pk, kind] of [
      ["a", "one"],
      ["b", "two"],
      ["c", "one"],
    ] as const)
      await client.send(new PutItemCommand({ TableName: "indexed", Item: { pk: { S: pk }, kind: { S: kind } } }));
    await client.send(new PutItemCommand({ TableName: "indexed", Item: { pk: { S: "d" }, kind: { N: "1" } } }));
    const create = (IndexName: string, AttributeDefinitions = [{ AttributeName: "kind", AttributeType: "S" as const }]) =>
      client.send(
        new UpdateTableCommand({
          TableName: "indexed",
          AttributeDefinitions,
          GlobalSecondaryIndexUpdates: [
            {
              Create: {
                IndexName,
                KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
                Projection: { ProjectionType: "ALL" },
              },
            },
          ],
        }),
      );
    await assert.rejects(create("by-kind", []), { message: /Some index key attributes are not defined/ });
    await create("by-kind");
    const query = async (IndexName: string) =>
      (
        await client.send(
          new QueryCommand({
            TableName: "indexed",
            IndexName,
            KeyConditionExpression: "kind = :k",
            ExpressionAttributeValues: { ":k": { S: "one" } },
          }),
        )
      ).Items?.map(({ pk }) => pk?.S).sort();
    assert.deepEqual(await query("by-kind"), ["a", "c"]);
    await client.send(new DeleteItemCommand({ TableName: "indexed", Key: { pk: { S: "a" } } }));
    assert.deepEqual(await query("by-kind"), ["c"]);
    const remove = () =>
      client.send(
        new UpdateTableCommand({ TableName: "indexed", GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "by-kind" } }] }),
      );
    await remove();
    await assert.rejects(query("by-kind"), { message: "The table does not have the specified index: by-kind" });
    await assert.rejects(remove(), { name: "ResourceNotFoundException" });
    const table = await describeTable("indexed");
    assert.equal(table?.GlobalSecondaryIndexes, undefined);
    assert.deepEqual(table?.AttributeDefinitions, [{ AttributeName: "pk", AttributeType: "S" }]);
  });

  it("change how they are paid for", async () => {
    await client.send(tableOf("paid"));
    const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 2 };
    const update = (input: object) => client.send(new UpdateTableCommand({ TableName: "paid", ...input }));
    await assert.rejects(update({ ProvisionedThroughput }), { message: /when BillingMode is PAY_PER_REQUEST$/ });
    await update({ BillingMode: "PROVISIONED", ProvisionedThroughput });
    const table = await describeTable("paid");
    assert.equal(table?.BillingModeSummary?.BillingMode, "PROVISIONED");
    assert.equal(table?.ProvisionedThroughput?.ReadCapacityUnits, 5);
    await assert.rejects(update({ ProvisionedThroughput }), { message: /will not change/ });
    await assert.rejects(update({}), { message: /^At least one of ProvisionedThroughput/ });
  });

  it("can be set to be restorable, though nothing is backed up", async () => {
    await client.send(tableOf("backed"));
    const described = async () => {
      const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName: "backed" }));
      return ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    };
    assert.deepEqual(await described(), { PointInTimeRecoveryStatus: "DISABLED" });
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 };
    await client.send(new UpdateContinuousBackupsCommand({ TableName: "backed", PointInTimeRecoverySpecification }));
    const description = await described();
    assert.equal(description?.PointInTimeRecoveryStatus, "ENABLED");
    assert.equal(description?.RecoveryPeriodInDays, 7);
    assert.ok(description?.EarliestRestorableDateTime instanceof Date);
    await assert.rejects(client.send(new DescribeContinuousBackupsCommand({ TableName: "nowhere" })), {
      name: "TableNotFoundException",
      message: "Table not found: nowhere",
    });
  });

  it("come with the limits of an account and the endpoint that was asked", async () => {
    assert.equal((await client.send(new DescribeLimitsCommand({}))).TableMaxReadCapacityUnits, 40_000);
    const { Endpoints } = await client.send(new DescribeEndpointsCommand({}));
    assert.deepEqual(Endpoints, [{ Address: url.replace("http://", ""), CachePeriodInMinutes: 1440 }]);
  });

  it("give the item that a condition failed on to whoever asks for it", async () => {
    await client.send(tableOf("conditional"));
    const Item = { pk: { S: "a" }, n: { N: "1" } };
    const Key = { pk: { S: "a" } };
    const failing = {
      TableName: "conditional",
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    await client.send(new PutItemCommand({ ...failing, Item }));
    const name = "ConditionalCheckFailedException";
    await assert.rejects(client.send(new PutItemCommand({ ...failing, Item: Key })), { name, Item });
    await assert.rejects(client.send(new UpdateItemCommand({ ...failing, Key, UpdateExpression: "REMOVE n" })), { name, Item });
    await assert.rejects(client.send(new DeleteItemCommand({ ...failing, Key })), { name, Item });
    const unasked = client.send(new PutItemCommand({ ...failing, ReturnValuesOnConditionCheckFailure: "NONE", Item }));
    await assert.rejects(unasked, (error: Error) => error.name === name && !("Item" in error && error.Item));
    const nothing = { ...failing, Key: { pk: { S: "none" } }, ConditionExpression: "attribute_exists(pk)" };
    await assert.rejects(client.send(new DeleteItemCommand(nothing)), (error: Error) => !("Item" in error && error.Item));
    const unknown = { ...failing, Item, ReturnValuesOnConditionCheckFailure: "SOME" as "NONE" };
    await assert.rejects(client.send(new PutItemCommand(unknown)), { message: /enum value set: \[ALL_OLD, NONE\]/ });
  });
});
