import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { fromItem, toItem } from "../onboarding/dynamodb-value.ts";
import { TestAws } from "../test-aws.ts";
import { saveUser, type UserRecord } from "./save-user.ts";
import { runAlone, testUser } from "./test-run.ts";

let aws: TestAws;
let client: DynamoDBClient;

before(async () => {
  aws = await TestAws.start();
  client = new DynamoDBClient({});
  await aws.createTable("cognito_users", "username");
  await aws.createTable("people", "id");
});
beforeEach(() => aws.reset());
after(() => aws.stop());

async function read(table: string, key: Record<string, string>) {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: toItem(key) }));
  return Item && fromItem(Item);
}
const write = (table: string, item: UserRecord) => client.send(new PutItemCommand({ TableName: table, Item: toItem(item) }));
const people = (id: string) =>
  saveUser({
    table: "people",
    key: "id",
    record: ({ email, attributes }) => ({ id, email, plan: attributes["custom:plan"], tags: ["new", { at: 1 }], admin: false }),
  });

test("the default record is the username and the e-mail address in cognito_users", async () => {
  assert.deepEqual(await runAlone(saveUser()), { record: "created" });
  assert.deepEqual(await read("cognito_users", { username: "ann" }), { username: "ann", useremail: "ann@example.com" });
});

test("any table, key and mapping; what is undefined is left out", async () => {
  assert.deepEqual(await runAlone(people("p1")), { record: "created" });
  const saved = { id: "p1", email: "ann@example.com", tags: ["new", { at: 1 }], admin: false };
  assert.deepEqual(await read("people", { id: "p1" }), saved);
});

test("saving again finds the record there already", async () => {
  await runAlone(people("p2"));
  assert.deepEqual(await runAlone(people("p2")), { record: "there already" });
});

test("a put whose answer was lost is a success", async () => {
  let lost = false;
  aws.on("PutItem", () => {
    if (lost) return "normal";
    lost = true;
    return "lose reply";
  });
  assert.deepEqual(await runAlone(people("p3")), { record: "there already" });
  assert.ok(lost);
});

test("another's record is left untouched and said to differ, by names only", async () => {
  const theirs = { id: "p4", email: "other@example.com", admin: true, own: 1 };
  await write("people", theirs);
  assert.deepEqual(await runAlone(people("p4")), { record: "left untouched", differs: ["email", "tags", "admin"] });
  assert.deepEqual(await read("people", { id: "p4" }), theirs);
});

test("what the application has added to the record meanwhile is no difference", async () => {
  await runAlone(people("p5"));
  await write("people", { ...(await read("people", { id: "p5" })), visits: 3 });
  assert.deepEqual(await runAlone(people("p5")), { record: "there already" });
});

test("a record without its key, or that is not JSON, is a permanent failure that says so", async () => {
  const none = saveUser({ table: "people", key: "id", record: () => ({ id: "" }) });
  await assert.rejects(runAlone(none), { name: "StepError", retry: false, message: /under the key 'id' of table 'people'/ });
  const date = saveUser({ record: () => ({ username: "x", at: new Date() as unknown as string }) });
  await assert.rejects(runAlone(date, testUser()), { name: "StepError", retry: false, message: /the record.at is a Date/ });
});

test("a table name that DynamoDB would refuse is refused when the file is loaded", () => {
  assert.throws(() => saveUser({ table: "a b" }), { name: "OnboardingError", message: /current value is 'a b'/ });
});
