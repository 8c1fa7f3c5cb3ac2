import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import type { Clock } from "../clock.ts";
import { startDynamoDb, tableOf } from "./test-dynamodb.ts";

describe("time to live", () => {
  let client: DynamoDBClient;
  let clock: Clock;
  let faults: unknown[];
  let stop: () => Promise<void>;

  before(async () => {
    ({ client, clock, faults, stop } = await startDynamoDb());
  });
  after(async () => {
    await stop();
    assert.deepEqual(faults, []);
  });

  const seconds = (ahead: number) => ({ N: String(Math.floor(clock.now() / 1_000) + ahead) });
  const put = (TableName: string, pk: string, more: Record<string, { N: string } | { S: string }> = {}) =>
    client.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, ...more } }));
  const set = (TableName: string, Enabled = true, AttributeName = "expires") =>
    client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
  const keys = async (TableName: string) =>
    ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map(({ pk }) => pk?.S).sort();

  it("takes items away as the clock passes their time, those from before it was set too", async () => {
    await client.send(tableOf("sessions"));
    await put("sessions", "before", { expires: seconds(60) });
    await set("sessions");
    await put("sessions", "hour", { expires: seconds(3_600) });
    await put("sessions", "never");
    await put("sessions", "text", { expires: { S: seconds(1).N } });
    await put("sessions", "six years ago", { expires: seconds(-6 * 365 * 86_400) });
    clock.advance(61_000);
    assert.deepEqual(await keys("sessions"), ["hour", "never", "six years ago", "text"]);
    const update = new UpdateItemCommand({
      TableName: "sessions",
      Key: { pk: { S: "hour" } },
      UpdateExpression: "SET expires = :later",
      ExpressionAttributeValues: { ":later": seconds(7_200) },
    });
    await client.send(update);
    clock.advance(3_600_000);
    assert.ok((await client.send(new GetItemCommand({ TableName: "sessions", Key: { pk: { S: "hour" } } }))).Item);
    clock.advance(3_600_000);
    assert.deepEqual(await keys("sessions"), ["never", "six years ago", "text"]);
  });

  it("takes expired items out of indexes and out of the sight of conditions", async () => {
    await client.send(
      new CreateTableCommand({
        TableName: "codes",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [
          { AttributeName: "pk", AttributeType: "S" },
          { AttributeName: "kind", AttributeType: "S" },
        ],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-kind",
            KeySchema: [{ AttributeName: "kind", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        ],
      }),
    );
    await set("codes");
    await put("codes", "a", { kind: { S: "invite" }, expires: seconds(10) });
    clock.advance(11_000);
    const { Count } = await client.send(
      new QueryCommand({
        TableName: "codes",
        IndexName: "by-kind",
        KeyConditionExpression: "kind = :k",
        ExpressionAttributeValues: { ":k": { S: "invite" } },
      }),
    );
    assert.equal(Count, 0);
    const again = new PutItemCommand({
      TableName: "codes",
      Item: { pk: { S: "a" } },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    await client.send(again);
  });

  it("is described, and refuses what AWS refuses", async () => {
    await client.send(tableOf("told"));
    const described = async () => (await client.send(new DescribeTimeToLiveCommand({ TableName: "told" }))).TimeToLiveDescription;
    assert.deepEqual(await described(), { TimeToLiveStatus: "DISABLED" });
    const { TimeToLiveSpecification } = await set("told");
    assert.deepEqual(TimeToLiveSpecification, { AttributeName: "expires", Enabled: true });
    assert.deepEqual(await described(), { TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
    const name = "ValidationException";
    await assert.rejects(set("told"), { name, message: "TimeToLive is already enabled" });
    await assert.rejects(set("told", true, "other"), { name, message: /active on a different AttributeName.* expires$/ });
    await put("told", "a", { expires: seconds(5) });
    await set("told", false);
    await assert.rejects(set("told", false), { name, message: "TimeToLive is already disabled" });
    clock.advance(6_000);
    assert.deepEqual(await keys("told"), ["a"]);
    await assert.rejects(set("nowhere"), { name: "ResourceNotFoundException" });
  });
});
