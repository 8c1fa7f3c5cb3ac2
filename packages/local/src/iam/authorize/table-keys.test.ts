import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateTableCommand, DynamoDBClient, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { startLocal } from "../../start-local.ts";
import { configuration } from "../test-iam.ts";
import { TableKeys } from "./table-keys.ts";

test("the partition key of an index that was made meanwhile is learnt", async () => {
  const local = await startLocal();
  try {
    const client = new DynamoDBClient(configuration(local));
    const TableName = "users";
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    const keys = new TableKeys({
      async run(request, body) {
        const authorization = "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request";
        const headers = { ...(request.headers as Record<string, string>), authorization };
        const answer = await fetch(local.url, { method: "POST", headers, body: body.toString() });
        return { status: answer.status, headers: {}, body: await answer.text() };
      },
    });
    await keys.learn({ TableName });
    assert.deepEqual([...(keys.of(TableName) ?? [])], [["", "pk"]]);
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: "mail", AttributeType: "S" }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: "by-mail",
              KeySchema: [{ AttributeName: "mail", KeyType: "HASH" }],
              Projection: { ProjectionType: "ALL" },
            },
          },
        ],
      }),
    );
    await keys.learn({ TableName, IndexName: "by-mail" });
    assert.equal(keys.of(TableName)?.get("by-mail"), "mail");
  } finally {
    await local.stop();
  }
});
