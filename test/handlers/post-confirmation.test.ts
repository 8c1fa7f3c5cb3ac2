import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { startStage } from "./stage.ts";

const stage = await startStage();

test("an ES module adds the confirmed user to a group, which it makes, and the first tokens carry the group", async () => {
  const PostConfirmation = stage.handler("esm/add-to-group.handler", { environment: { GROUP: "Members" } });
  const pool = await stage.pool({ PostConfirmation });
  const { username } = await pool.confirmed();
  assert.deepEqual(await stage.groupsOf(pool, username), ["Members"]);
  assert.deepEqual((await stage.signIn(pool, username)).access["cognito:groups"], ["Members"]);
});

test("a CommonJS function of Amplify's style writes the user's record and ends by context.done", async () => {
  await stage.table("Users-dev");
  const PostConfirmation = stage.handler("commonjs/record-user.handler", { environment: { TABLE_NAME: "Users-dev" } });
  const pool = await stage.pool({ PostConfirmation });
  const { username, email, sub } = await pool.confirmed();
  const { createdAt, ...record } = (await stage.item("Users-dev", sub)) ?? {};
  assert.deepEqual(record, { id: sub, __typename: "User", username, email });
  assert.match(String(createdAt), /^\d{4}-\d\d-\d\dT/);
});

test("a function of several modules adds to a group and sends a mail by SES", async () => {
  const environment = { MODULES: "group,mail", GROUP: "Everybody", SENDER: await stage.sender("team@example.com") };
  const pool = await stage.pool({ PostConfirmation: stage.handler("commonjs/index.handler", { environment }) });
  const { username, email } = await pool.confirmed();
  assert.deepEqual(await stage.groupsOf(pool, username), ["Everybody"]);
  const mail = stage.aws.inbox.list({ to: email })[0];
  assert.deepEqual([mail?.subject, mail?.text], ["You are in", `Thank you for joining, ${username}.`]);
});

test("a module with top-level await sends a mail from a template that lies beside it", async () => {
  const environment = { SENDER: await stage.sender("hello@example.com") };
  const pool = await stage.pool({ PostConfirmation: stage.handler("esm/welcome-mail.handler", { environment }) });
  const { email } = await pool.confirmed();
  const mail = stage.aws.inbox.list({ to: email })[0];
  assert.equal(mail?.subject, "Welcome aboard");
  assert.match(mail?.html ?? "", /<h1>Welcome, friend<\/h1>/);
});

test("a TypeScript handler runs from its source: it adds to a group and puts a record under a condition", async () => {
  await stage.table("Profiles");
  const environment = { GROUP_NAME: "EVERYONE", TABLE_NAME: "Profiles" };
  const PostConfirmation = stage.handler("typescript/post-confirmation.handler", { environment });
  const pool = await stage.pool({ PostConfirmation });
  await stage.cognito.send(new CreateGroupCommand({ UserPoolId: pool.userPoolId, GroupName: "EVERYONE" }));
  const { username, email, sub } = await pool.confirmed();
  assert.deepEqual(await stage.groupsOf(pool, username), ["EVERYONE"]);
  assert.deepEqual(await stage.item("Profiles", sub), { id: sub, email });
});

test("a handler with the document client of lib-dynamodb writes in a transaction, updates nested values and reads sets back", async () => {
  await stage.table("Documents");
  const PostConfirmation = stage.handler("esm/document-client.handler", { environment: { TABLE_NAME: "Documents" } });
  const pool = await stage.pool({ PostConfirmation });
  const { email, sub } = await pool.confirmed();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint: stage.aws.url, region: stage.aws.region, credentials });
  const read = new GetCommand({ TableName: "Documents", Key: { id: sub } });
  const { roles, ...item } = (await DynamoDBDocumentClient.from(client).send(read)).Item ?? {};
  client.destroy();
  const settings = { tips: true, seen: ["PostConfirmation_ConfirmSignUp"] };
  assert.deepEqual(item, { id: sub, email, settings, confirmations: 1 });
  assert.deepEqual([...(roles as Iterable<string>)], ["member"]);
  assert.deepEqual(await stage.item("Documents", `email#${email}`), { id: `email#${email}`, sub });
});

test("a promise whose end calls the callback is waited for", async () => {
  await stage.table("Audit");
  const PostConfirmation = stage.handler("callbacks/then-callback.handler", { environment: { TABLE: "Audit" } });
  const { sub } = await (await stage.pool({ PostConfirmation })).confirmed();
  assert.deepEqual(await stage.item("Audit", sub), { id: sub, source: "PostConfirmation_ConfirmSignUp" });
});

test("an error of the SDK that reaches the callback is shown to the client, and the user stays confirmed", async () => {
  const PostConfirmation = stage.handler("callbacks/then-callback.handler", { environment: { TABLE: "no-such-table" } });
  const pool = await stage.pool({ PostConfirmation });
  await assert.rejects(pool.confirmed({ Username: "unlucky" }), {
    name: "UserLambdaValidationException",
    message: "PostConfirmation failed with error Requested resource not found.",
  });
  assert.equal(await pool.status("unlucky"), "CONFIRMED");
});

test("context.fail is an error as well", async () => {
  const pool = await stage.pool({ PostConfirmation: stage.handler("callbacks/context-fail.handler") });
  await assert.rejects(pool.confirmed(), {
    name: "UserLambdaValidationException",
    message: "PostConfirmation failed with error The mailing list is down.",
  });
});
