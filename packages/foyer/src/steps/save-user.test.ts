import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { fromItem, toItem } from "../onboarding/dynamodb-value.ts";
import { onboarding } from "../onboarding/onboarding.ts";
import { TestAws } from "../test-aws.ts";
import { saveUser } from "./save-user.ts";
import { runAlone, runAttempt, testUser } from "./test-run.ts";
import type { UserRecord } from "./user-item.ts";

let aws: TestAws;
let client: DynamoDBClient;

before(async () => {
  aws = await TestAws.start();
  client = new DynamoDBClient({});
  await aws.createTable("cognito_users", "username");
  await aws.createTable("people", "id");
  await aws.createTable("app", "pk", "sk");
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
  assert.equal(aws.inputsOf("PutItem").length, 2);
});

test("with a mark, a put whose answer was lost is a success even if the application has changed the record since", async () => {
  const step = (id: string, mark?: string) =>
    saveUser({ table: "people", key: "id", record: ({ email }) => ({ id, email, plan: "free" }), mark });
  const changedMeanwhile = async (id: string, mark?: string) => {
    aws.on("PutItem", () => "work and hang");
    await assert.rejects(runAttempt(step(id, mark), { signal: AbortSignal.timeout(150) }), { name: "AbortError" });
    aws.reset();
    await write("people", { ...(await read("people", { id })), plan: "pro" });
    const result = await runAttempt(step(id, mark), { attempt: 2 });
    assert.equal((await read("people", { id }))?.plan, "pro");
    return result;
  };
  assert.deepEqual(await changedMeanwhile("p6", "madeBy"), { record: "there already" });
  assert.deepEqual(await changedMeanwhile("p7"), { record: "left untouched", differs: ["plan"] });
  await write("people", { id: "p8", email: "ann@example.com", plan: "free", madeBy: "another" });
  assert.deepEqual(await runAlone(step("p8", "madeBy")), { record: "left untouched", differs: ["madeBy"] });
});

const profile = saveUser({
  table: "app",
  key: { pk: (user) => `USER#${user.sub}`, sk: () => "PROFILE" },
  record: ({ email, attributes }, { openedAt, key }) => ({
    type: "user",
    email,
    plan: attributes["custom:plan"],
    createdAt: new Date(openedAt).toISOString(),
    request: key,
  }),
});

test("an item of a table for several kinds has its partition and its sort key from functions of the user", async () => {
  const key = { pk: "USER#ann", sk: "PROFILE" };
  const settings = { pk: "USER#ann", sk: "SETTINGS", theme: "dark" };
  await write("app", settings);
  assert.deepEqual(await runAlone(profile), { record: "created" });
  const saved = { type: "user", email: "ann@example.com", createdAt: "2026-11-21T10:00:00.000Z", request: "key-of-ann" };
  assert.deepEqual(await read("app", key), { ...key, ...saved });
  assert.deepEqual(await read("app", { pk: "USER#ann", sk: "SETTINGS" }), settings);
  assert.deepEqual(await runAttempt(profile, { attempt: 2 }), { record: "there already" });
});

test("the key's functions say where an item is, whatever the record says", async () => {
  const step = saveUser({ table: "app", key: { pk: () => "A", sk: () => "B" }, record: () => ({ pk: "C", x: 1 }) as never });
  await runAlone(step);
  assert.deepEqual(await read("app", { pk: "A", sk: "B" }), { pk: "A", sk: "B", x: 1 });
});

test("an item that somebody has changed since, or made before, is not written over", async () => {
  const newer = { pk: "USER#ann", sk: "PROFILE", type: "user", email: "new@example.com" };
  await write("app", newer);
  const differs = ["email", "createdAt", "request"];
  assert.deepEqual(await runAlone(profile), { record: "left untouched", differs });
  assert.deepEqual(await read("app", { pk: "USER#ann", sk: "PROFILE" }), newer);
});

test("a record that is deleted between the put and the look at it is put again by another attempt", async () => {
  aws.on("GetItem", () => ({ body: {} }));
  await runAlone(people("p9"));
  await assert.rejects(runAlone(people("p9")), { name: "StepError", retry: true, happened: "no" });
});

test("what it may do and what it needs are exact", () => {
  const resources = [`arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/app`];
  assert.deepEqual(profile.permissions, [{ actions: ["dynamodb:GetItem", "dynamodb:PutItem"], resources }]);
  assert.deepEqual(profile.resources, { tables: [{ tableName: "app", keyName: "pk", sortKeyName: "sk" }] });
  const other = saveUser({ table: "app", key: { pk: ({ sub }) => sub } });
  const definition = { afterwards: { profile, other } };
  assert.throws(() => onboarding(definition), { name: "OnboardingError", message: /current values are 'pk, sk' and 'pk'/ });
  assert.deepEqual(saveUser().resources, { tables: [{ tableName: "cognito_users", keyName: "username" }] });
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
  const fails = saveUser({ record: ({ attributes }) => ({ username: (attributes.missing as string).trim() }) });
  await assert.rejects(runAlone(fails), { name: "StepError", retry: false, happened: "no" });
  const keyFails = saveUser({ table: "app", key: { pk: ({ attributes }) => (attributes.missing as string).trim() } });
  await assert.rejects(runAlone(keyFails), { name: "StepError", retry: false, happened: "no" });
});

test("a table that is not there is a permanent failure that names it", async () => {
  const missing = { name: "StepError", retry: false, happened: "no", message: /there must be a table 'nowhere'/ };
  await assert.rejects(runAlone(saveUser({ table: "nowhere" })), missing);
});

test("a table, a key or a mark that cannot be is refused when the file is loaded", () => {
  assert.throws(() => saveUser({ table: "a b" }), { name: "OnboardingError", message: /current value is 'a b'/ });
  const key = () => "x";
  for (const keys of [{}, { 1: key, pk: key }, { pk: key, sk: key, third: key }, { pk: key, "": key }])
    assert.throws(() => saveUser({ table: "app", key: keys as never }), { name: "OnboardingError", message: /partition key/ });
  assert.throws(() => saveUser({ mark: "username" }), { name: "OnboardingError", message: /'mark'/ });
});
