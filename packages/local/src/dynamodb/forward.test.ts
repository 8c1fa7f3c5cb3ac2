import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { type DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { clientOf, tableOf } from "./test-dynamodb.ts";

describe("DynamoDB that is elsewhere", () => {
  let elsewhere: LocalAws;
  let local: LocalAws;
  let client: DynamoDBClient;
  let direct: DynamoDBClient;

  before(async () => {
    elsewhere = await startLocal();
    local = await startLocal({ dynamodb: elsewhere.url });
    client = clientOf(local.url);
    direct = clientOf(elsewhere.url);
    await client.send(tableOf("users"));
  });
  after(async () => {
    client.destroy();
    direct.destroy();
    await local.stop();
    await elsewhere.stop();
  });

  it("is what clients of the one port read and write, errors included", async () => {
    const put = new PutItemCommand({
      TableName: "users",
      Item: { pk: { S: "ü" }, bytes: { B: Uint8Array.of(0, 255) } },
      ConditionExpression: "attribute_not_exists(pk)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    await client.send(put);
    const { Item } = await direct.send(new GetItemCommand({ TableName: "users", Key: { pk: { S: "ü" } } }));
    assert.deepEqual(Item?.bytes?.B, Uint8Array.of(0, 255));
    await assert.rejects(client.send(put), { name: "ConditionalCheckFailedException", Item });
    await assert.rejects(client.send(new ScanCommand({ TableName: "nowhere" })), { name: "ResourceNotFoundException" });
  });

  it("is behind the faults of this local AWS", async () => {
    local.faults.add({ service: "dynamodb", operation: "ListTables", kind: "throttle", count: 1 });
    await assert.rejects(client.send(new ListTablesCommand({})), { name: "ProvisionedThroughputExceededException" });
    assert.deepEqual((await client.send(new ListTablesCommand({}))).TableNames, ["users"]);
    assert.equal(elsewhere.faults.list().length, 0);
  });

  it("keeps its items when this local AWS is reset", async () => {
    await client.send(new PutItemCommand({ TableName: "users", Item: { pk: { S: "kept" } } }));
    await local.reset();
    assert.ok((await direct.send(new GetItemCommand({ TableName: "users", Key: { pk: { S: "kept" } } }))).Item);
  });

  it("is named with what to do when it cannot be reached", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.close();
    const alone = await startLocal({ dynamodb: url });
    const caller = clientOf(alone.url);
    try {
      await assert.rejects(caller.send(new ListTablesCommand({})), {
        name: "ServiceUnavailable",
        message: `Cannot forward ListTables to the DynamoDB at ${url} (ECONNREFUSED): start it there, or start the local AWS without it (foyer dev without --dynamodb)`,
      });
    } finally {
      caller.destroy();
      await alone.stop();
    }
  });

  it("gets operation and body as they were sent, by one key for all callers", async () => {
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      const headers = { "content-type": "application/x-amz-json-1.0", "x-custom": "1", "access-control-allow-origin": "*" };
      response.writeHead(200, headers).end('{"TableNames":["theirs"]}');
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const other = await startLocal({ dynamodb: `http://${host}` });
    try {
      const response = await fetch(other.url, {
        method: "POST",
        headers: {
          "x-amz-target": "DynamoDBStreams_20120810.ListStreams",
          authorization: "AWS4-HMAC-SHA256 Credential=mine/20260101",
        },
        body: "{}",
      });
      assert.deepEqual(await response.json(), { TableNames: ["theirs"] });
      assert.equal(response.headers.get("x-custom"), "1");
      assert.equal(response.headers.get("access-control-allow-origin"), null);
      const { headers } = requests[0]!;
      assert.match(headers.authorization ?? "", /^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/us-east-1\/dynamodb\/aws4_request, /);
      assert.equal(headers["x-amz-security-token"], undefined);
      assert.equal(headers["x-amz-target"], "DynamoDBStreams_20120810.ListStreams");
      assert.equal(headers.host, host);
    } finally {
      await other.stop();
      server.close();
      server.closeAllConnections();
    }
  });
});
