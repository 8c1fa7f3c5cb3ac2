import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { toItem } from "../onboarding/dynamodb-value.ts";
import { TestAws } from "../test-aws.ts";
import { checkRecord } from "./check-record.ts";
import { runAlone } from "./test-run.ts";
import type { UserRecord } from "./user-item.ts";

let aws: TestAws;
let client: DynamoDBClient;

before(async () => {
  aws = await TestAws.start();
  client = new DynamoDBClient({});
  await aws.createTable("cognito_users", "username");
  await aws.createTable("app", "pk", "sk");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

const write = (table: string, item: UserRecord) => client.send(new PutItemCommand({ TableName: table, Item: toItem(item) }));
const member = { table: "app", key: { pk: (user: { sub: string }) => `USER#${user.sub}`, sk: () => "PROFILE" } };

test("the answer is by the record as it is now, and by its absence", async () => {
  const finished = checkRecord({ that: (record) => record?.tutorial === "done" });
  const unknown = checkRecord({ that: (record) => record === undefined });
  assert.deepEqual([await runAlone(finished), await runAlone(unknown)], [false, true]);
  await write("cognito_users", { username: "ann", tutorial: "begun" });
  assert.deepEqual([await runAlone(finished), await runAlone(unknown)], [false, false]);
  await write("cognito_users", { username: "ann", tutorial: "done" });
  assert.equal(await runAlone(finished), true);
});

test("it reads consistently, the one item of any key", async () => {
  await write("app", { pk: "USER#ann", sk: "SETTINGS", active: false });
  await write("app", { pk: "USER#ann", sk: "PROFILE", active: true });
  assert.equal(await runAlone(checkRecord({ ...member, that: (record) => record?.active === true })), true);
  assert.equal(aws.inputsOf("GetItem")[0].ConsistentRead, true);
});

test("it may read that table and nothing else, and needs it", () => {
  const { permissions, resources } = checkRecord({ ...member, that: () => true });
  const resource = `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/app`;
  assert.deepEqual(permissions, [{ actions: ["dynamodb:GetItem"], resources: [resource] }]);
  assert.deepEqual(resources, { tables: [{ tableName: "app", keyName: "pk", sortKeyName: "sk" }] });
});

test("a fault of the predicate, an answer that is neither yes nor no, and a table that is not there are permanent failures", async () => {
  const faults = [
    checkRecord({ that: (record) => (record as unknown as string).trim() === "" }),
    checkRecord({ that: (() => "yes") as never }),
    checkRecord({ table: "nowhere", that: () => true }),
  ];
  for (const step of faults) await assert.rejects(runAlone(step), { name: "StepError", retry: false, happened: "no" });
});
