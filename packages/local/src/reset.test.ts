import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { GetDurableExecutionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { LocalAws } from "./local-aws.ts";
import { startLocal } from "./start-local.ts";
import { deploy } from "./test-functions.ts";

// Answers as a durable function does that waits, so that its execution stays.
const waiting = `export const handler = async (event) => {
  const { DurableExecutionArn, CheckpointToken } = event;
  const path = "/2025-12-01/durable-executions/" + encodeURIComponent(DurableExecutionArn) + "/checkpoint";
  await fetch(process.env.AWS_ENDPOINT_URL + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({ CheckpointToken, Updates: [{ Id: "1", Type: "WAIT", SubType: "Wait", Action: "START", WaitOptions: { WaitSeconds: 3600 } }] }),
  });
  return { Status: "PENDING" };
};`;
const endless = "export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));";

describe("reset()", () => {
  let local: LocalAws;
  let cognito: CognitoIdentityProviderClient;
  let dynamodb: DynamoDBClient;
  let lambda: LambdaClient;
  let userPoolId: string;

  before(async () => {
    local = await startLocal();
    const options = {
      region: "us-east-1",
      endpoint: local.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    };
    cognito = new CognitoIdentityProviderClient(options);
    dynamodb = new DynamoDBClient(options);
    lambda = new LambdaClient(options);
    const { UserPool } = (await local.call("cognito-idp", "CreateUserPool", {
      PoolName: "main",
      UsernameAttributes: ["email"],
    })) as {
      UserPool: { Id: string };
    };
    userPoolId = UserPool.Id;
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "things",
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
    await local.call("events", "CreateEventBus", { Name: "own" });
    await local.call("sesv2", "CreateEmailIdentity", { EmailIdentity: "acme.com" });
  });
  after(async () => {
    for (const client of [cognito, dynamodb, lambda]) client.destroy();
    await local.stop();
  });

  const createUser = () =>
    local.call("cognito-idp", "AdminCreateUser", {
      UserPoolId: userPoolId,
      Username: "ada@acme.com",
      UserAttributes: [{ Name: "email", Value: "ada@acme.com" }],
    }) as Promise<{ User: { Attributes: { Name: string; Value: string }[] } }>;
  const putItem = () => dynamodb.send(new PutItemCommand({ TableName: "things", Item: { pk: { S: "1" }, kind: { S: "k" } } }));
  const found = async () => {
    const query = {
      TableName: "things",
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :k",
      ExpressionAttributeValues: { ":k": { S: "k" } },
    };
    return [
      (await dynamodb.send(new ScanCommand({ TableName: "things" }))).Count,
      (await dynamodb.send(new QueryCommand(query))).Count,
    ];
  };

  it("forgets what happened and keeps what was set up", async () => {
    const { User } = await createUser();
    const sub = User.Attributes.find(({ Name }) => Name === "sub")?.Value as string;
    await putItem();
    assert.deepEqual(await found(), [1, 1]);
    local.events.put({ bus: "default", source: "s", detailType: "d", detail: {}, resources: [] });
    local.faults.add({ service: "ses", kind: "hang" });
    local.clock.advance(1000);
    assert.equal(local.inbox.list().length, 1);

    await local.reset();

    assert.deepEqual(
      [local.inbox.list(), local.events.list(), local.faults.list(), local.journal.after(0, 10).map(({ type }) => type)],
      [[], [], [], ["local.reset"]],
    );
    assert.deepEqual(await found(), [0, 0]);
    assert.deepEqual(local.timeline(sub).signedUpAt, undefined);
    await assert.rejects(cognito.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username: sub })), {
      name: "UserNotFoundException",
    });
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: userPoolId }));
    assert.equal(UserPool?.EstimatedNumberOfUsers, 0);
    assert.equal((await dynamodb.send(new DescribeTableCommand({ TableName: "things" }))).Table?.TableStatus, "ACTIVE");
    assert.ok(local.events.bus("own"));
    assert.ok(local.clock.aheadMs >= 1000);
    // The same names are free again.
    await createUser();
    await putItem();
    assert.deepEqual(await found(), [1, 1]);
    assert.equal(local.inbox.list().length, 1);
  });

  it("forgets executions, interrupts what runs, and leaves idle processes and functions usable", {
    timeout: 15_000,
  }, async () => {
    deploy(local, "endless", endless, { timeoutSeconds: 60 });
    deploy(local, "quick", "export const handler = async () => process.pid;");
    const pid = (await local.functions.invoke({ functionName: "quick", payload: "{}" })).payload;
    const running = assert.rejects(local.functions.invoke({ functionName: "endless", payload: "{}" }), /interrupted/);
    local.functions.invokeLater({ functionName: "endless", payload: "{}" });
    const executionArn = await startWaiting();
    assert.ok((local.nextDueAt() ?? 0) > local.clock.now() + 3_500_000);

    await local.reset();

    await running;
    assert.equal(local.nextDueAt(), undefined);
    await assert.rejects(lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: executionArn })), {
      name: "ResourceNotFoundException",
    });
    assert.deepEqual(local.functions.logs(), []);
    assert.equal((await local.functions.invoke({ functionName: "quick", payload: "{}" })).payload, pid);
    // Neither the execution nor the asynchronous invocation comes back by the clock.
    local.clock.advance(7_200_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(local.functions.logs({ functionName: "endless" }), []);
  });

  it("is there over HTTP too, by POST only", async () => {
    await putItem();
    assert.equal((await fetch(`${local.url}/_foyer/reset`)).status, 405);
    assert.equal((await fetch(`${local.url}/_foyer/reset`, { method: "POST" })).status, 200);
    assert.deepEqual(await found(), [0, 0]);
  });

  async function startWaiting(): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    const unlisten = local.journal.listen(({ type, data }) => {
      if (type === "execution.waiting") resolve(data.executionArn);
    });
    deploy(local, "waiting", waiting, { durable: { executionTimeoutSeconds: 86_400, retentionDays: 1 } });
    await local.call("lambda", "Invoke", {
      FunctionName: "waiting:live",
      InvocationType: "Event",
      Payload: new TextEncoder().encode("{}"),
    });
    const arn = await promise;
    unlisten();
    return arn;
  }
});
