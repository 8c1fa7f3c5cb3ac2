import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AwsError, type LocalAws, type ServedCall, startLocal } from "@foyer/local";
import { aboutMissing, missingResources } from "./missing-resources.ts";

const getItem: ServedCall = {
  service: "dynamodb",
  operation: "GetItem",
  input: () => ({ TableName: "users", Key: { userId: { S: "secret" } } }),
  caller: { kind: "function", functionName: "welcome" },
  status: 400,
};

describe("what a function asks for and is not there", () => {
  let local: LocalAws;
  before(async () => {
    local = await startLocal();
  });
  after(() => local.stop());

  const sentences = async (call: Partial<ServedCall>, url = local.url) =>
    (await missingResources(url, { ...getItem, ...call })).map(aboutMissing);

  test("is said in one sentence with the flag that makes it", async () => {
    const table = 'welcome wants the table "users" (DynamoDB GetItem), which is not there: start with --table users:userId';
    assert.deepEqual(await sentences({}), [table]);
    const TableName = "arn:aws:dynamodb:us-east-1:000000000000:table/users";
    assert.deepEqual(await sentences({ input: () => ({ TableName, Key: { userId: { S: "1" } } }) }), [table]);
    const put = { operation: "PutItem", input: () => ({ TableName: "users", Item: { id: { S: "1" }, email: { S: "secret" } } }) };
    assert.deepEqual(await sentences(put), [
      'welcome wants the table "users" (DynamoDB PutItem), which is not there: start with --table users:id (or whatever its key is called)',
    ]);
    const TransactItems = ["a", "b"].flatMap((id) => [
      { Update: { TableName: "users", Key: { userId: { S: id } } } },
      { Put: { TableName: "emails", Item: { email: { S: id } } } },
    ]);
    const transaction = { operation: "TransactWriteItems", input: () => ({ TransactItems }) };
    assert.deepEqual(await sentences(transaction), [
      'welcome wants the table "users" (DynamoDB TransactWriteItems), which is not there: start with --table users:userId',
      'welcome wants the table "emails" (DynamoDB TransactWriteItems), which is not there: start with --table emails:email (or whatever its key is called)',
    ]);
    const query = { operation: "Query", input: () => ({ TableName: "users" }) };
    assert.match((await sentences(query))[0] ?? "", /--table users:id \(or whatever its key is called\)$/);
    const error = new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    const queue = { service: "sqs", operation: "GetQueueUrl", input: () => ({ QueueName: "jobs" }), error };
    assert.deepEqual(await sentences(queue), [
      'welcome wants the queue "jobs" (SQS GetQueueUrl), which is not there: start with --queue jobs',
    ]);
    const noSet = new AwsError("NotFoundException", "Configuration set <mails> does not exist.");
    assert.deepEqual(await sentences({ service: "sesv2", operation: "SendEmail", error: noSet }), [
      'welcome wants the configuration set "mails" (SES SendEmail), which is not there: start with --configuration-set mails',
    ]);
  });

  test("is nothing in a call that a developer made, that was done, that cannot be read, or that only looks whether it is there", async () => {
    assert.deepEqual(await sentences({ caller: { kind: "developer" } }), []);
    assert.deepEqual(await sentences({ status: 200 }), []);
    assert.deepEqual(await sentences({ operation: "DescribeTable" }), []);
    const input = () => {
      throw new SyntaxError("no JSON");
    };
    assert.deepEqual(await sentences({ input }), []);
  });

  test("is not claimed of a table when nobody can be asked for it", async () => {
    assert.deepEqual(await sentences({}, "http://127.0.0.1:9"), []);
  });
});
