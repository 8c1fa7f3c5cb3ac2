import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import {
  CognitoIdentityProviderClient,
  type CognitoIdentityProviderServiceException,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import type { LocalAws } from "../local-aws.ts";
import { startLocal } from "../start-local.ts";
import { deploy, putsItems } from "../test-functions.ts";
import { faultPresets } from "./presets.ts";

describe("a call under faults", () => {
  let local: LocalAws;
  let options: {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  };
  let cognito: CognitoIdentityProviderClient;
  let dynamodb: DynamoDBClient;
  let ses: SESv2Client;

  before(async () => {
    local = await startLocal();
    options = {
      region: "us-east-1",
      endpoint: local.url,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    };
    cognito = new CognitoIdentityProviderClient(options);
    dynamodb = new DynamoDBClient(options);
    ses = new SESv2Client(options);
    await createThings(local);
    await local.call("sesv2", "CreateEmailIdentity", { EmailIdentity: "acme.com" });
    deploy(local, "worker", putsItems);
  });
  beforeEach(() => local.faults.clear());
  after(async () => {
    for (const client of [cognito, dynamodb, ses]) client.destroy();
    await local.stop();
  });

  const mail = (to: string) =>
    new SendEmailCommand({
      FromEmailAddress: "hello@acme.com",
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: "Hi" }, Body: { Text: { Data: "Hi" } } } },
    });
  const put = (pk: string) => new PutItemCommand({ TableName: "things", Item: { pk: { S: pk } } });
  const has = async (pk: string) =>
    (await dynamodb.send(new GetItemCommand({ TableName: "things", Key: { pk: { S: pk } } }))).Item !== undefined;
  const invoke = (items: string[]) => local.functions.invoke({ functionName: "worker", payload: JSON.stringify({ items }) });

  it("answers the error that it was told to, with the model's status or the given one, and does not do the work", async () => {
    local.faults.add({ service: "cognito-idp", operation: "ListUserPools", kind: "error", name: "InternalErrorException" });
    const listed = cognito.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    await assert.rejects(listed, ({ name, message, $metadata }: CognitoIdentityProviderServiceException) => {
      assert.deepEqual([name, message], ["InternalErrorException", "A fault was set for this call in the local AWS"]);
      // A fault of the service's own: a client that reads 400 would not try again.
      assert.equal($metadata.httpStatusCode, 500);
      return true;
    });
    local.faults.add({ service: "sesv2", kind: "error", name: "MessageRejected", message: "Not today.", status: 400 });
    await assert.rejects(ses.send(mail("a@b.co")), { name: "MessageRejected", message: "Not today." });
    assert.deepEqual(local.inbox.list({ to: "a@b.co" }), []);
    local.faults.add({ service: "dynamodb", operation: "PutItem", kind: "error", name: "InternalServerError" });
    await assert.rejects(dynamodb.send(put("refused")), { name: "InternalServerError", $fault: "server" });
    assert.equal(await has("refused"), false);
  });

  it("comes late by the latency, and the work is done even if the client has given up", async () => {
    local.faults.add({ service: "sesv2", kind: "latency", ms: 150 });
    local.faults.add({ service: "dynamodb", operation: "PutItem", kind: "latency", ms: 150 });
    const startedAt = performance.now();
    await ses.send(mail("late@b.co"));
    assert.ok(performance.now() - startedAt >= 149);
    const abortSignal = AbortSignal.timeout(50);
    await assert.rejects(ses.send(mail("later@b.co"), { abortSignal }), { name: "AbortError" });
    await assert.rejects(dynamodb.send(put("later"), { abortSignal: AbortSignal.timeout(50) }), { name: "AbortError" });
    await local.inbox.next({ to: "later@b.co", timeoutMs: 2000 });
    while (!(await has("later")));
  });

  it("hangs until the client gives up, without any work", async () => {
    local.faults.add({ service: "sesv2", kind: "hang" });
    await assert.rejects(ses.send(mail("never@b.co"), { abortSignal: AbortSignal.timeout(60) }), { name: "AbortError" });
    assert.deepEqual(local.inbox.list({ to: "never@b.co" }), []);
  });

  it("loses the reply after the work is done, for SES as for DynamoDB, and an SDK that retries does it twice", async () => {
    for (const fault of faultPresets["ses-loses-replies"]?.faults ?? []) local.faults.add(fault);
    local.faults.add({ service: "dynamodb", operation: "PutItem", kind: "reply-lost" });
    await assert.rejects(ses.send(mail("lost@b.co")), /socket hang up|ECONNRESET/);
    assert.equal(local.inbox.list({ to: "lost@b.co" }).length, 1);
    await assert.rejects(dynamodb.send(put("lost")), /socket hang up|ECONNRESET/);
    assert.equal(await has("lost"), true);
    const retrying = new SESv2Client({ ...options, maxAttempts: 2 });
    await assert.rejects(retrying.send(mail("doubled@b.co")));
    assert.equal(local.inbox.list({ to: "doubled@b.co" }).length, 2);
    retrying.destroy();
  });

  it("crashes the function that calls, before or after the work of its n-th call", async () => {
    const scope = { service: "dynamodb", operation: "PutItem", callerFunction: "worker", count: 1 };
    local.faults.add({ ...scope, kind: "crash-function", after: 2 });
    const before = await invoke(["b1", "b2", "b3", "b4"]);
    assert.equal(before.functionError, "Unhandled");
    assert.match(before.payload, /Runtime\.ExitError.*signal: killed/);
    assert.deepEqual(await Promise.all(["b1", "b2", "b3", "b4"].map(has)), [true, true, false, false]);
    local.faults.add({ ...scope, kind: "crash-function", after: 2, when: "after" });
    assert.match((await invoke(["a1", "a2", "a3", "a4"])).payload, /Runtime\.ExitError/);
    assert.deepEqual(await Promise.all(["a1", "a2", "a3", "a4"].map(has)), [true, true, true, false]);
    assert.equal((await invoke(["again"])).payload, "1");
  });

  it("of a developer is none of a function's", async () => {
    local.faults.add({ service: "dynamodb", callerFunction: "worker", kind: "throttle" });
    await dynamodb.send(put("by hand"));
    assert.match((await invoke(["throttled"])).payload, /ProvisionedThroughputExceededException/);
  });

  it("is never struck under /_foyer/, at the Runtime API and without a socket", async () => {
    local.faults.add({ kind: "error", name: "InternalFailure" });
    assert.equal((await fetch(`${local.url}/_foyer/readyz`)).status, 200);
    assert.ok(await local.call("cognito-idp", "ListUserPools", { MaxResults: 1 }));
    await assert.rejects(dynamodb.send(new ListTablesCommand({})), { name: "InternalFailure" });
    // The function's own calls fail, but it is given its event and answers.
    assert.match((await invoke(["x"])).payload, /InternalFailure/);
  });

  it("that hangs does not keep the local AWS from stopping", async () => {
    const other = await startLocal();
    other.faults.add({ kind: "hang" });
    const hung = fetch(other.url, { method: "POST", headers: { "x-amz-target": "AWSEvents.PutEvents" }, body: "{}" });
    hung.catch(() => {});
    while (other.faults.list()[0]?.fired !== 1) await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    await other.stop();
    assert.ok(performance.now() - startedAt < 1500);
    await assert.rejects(hung);
  });
});

/** The DynamoDB table `things`. */
async function createThings(local: LocalAws): Promise<void> {
  const answer = await fetch(local.url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.CreateTable",
      authorization: "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({
      TableName: "things",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  });
  assert.equal(answer.status, 200);
}
