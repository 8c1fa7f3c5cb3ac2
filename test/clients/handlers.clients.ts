import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CreateGroupCommand } from "@aws-sdk/client-cognito-identity-provider";
import { startStage } from "../handlers/stage.ts";

// Handlers whose AWS SDK is no dependency of Foyer, driven as those in ../handlers are.

// Debian's boto3 belongs to Debian's Python, which another one on the PATH may hide; functions run on the first.
if (existsSync("/usr/bin/python3")) process.env.PATH = `/usr/bin:${process.env.PATH}`;
const skip = spawnSync("python3", ["-c", "import boto3"]).status === 0 ? false : "python3 has no boto3 here";

const stage = await startStage(join(import.meta.dirname, "functions"));

test("AWS SDK v2 by promises adds the confirmed user to a group", async () => {
  const PostConfirmation = stage.handler("sdk-v2/add-to-group.handler", { environment: { GROUP: "Members" } });
  const pool = await stage.pool({ PostConfirmation });
  const { username } = await pool.confirmed();
  assert.deepEqual(await stage.groupsOf(pool, username), ["Members"]);
  assert.deepEqual((await stage.signIn(pool, username)).id["cognito:groups"], ["Members"]);
});

test("AWS SDK v2's DocumentClient by callbacks puts the user's record", async () => {
  await stage.table("Users");
  const PostConfirmation = stage.handler("sdk-v2/record-user.handler", { environment: { TABLE: "Users" } });
  const { sub, email } = await (await stage.pool({ PostConfirmation })).confirmed();
  const { tags, ...record } = (await stage.item("Users", sub)) ?? {};
  assert.deepEqual(record, { id: sub, email, logins: "0" });
  assert.ok(tags);
});

test("AWS SDK v2 that sends a mail ends by context.succeed, and by context.fail where SES refuses", async () => {
  const environment = { SENDER: await stage.sender("hello@example.com") };
  const PostConfirmation = stage.handler("sdk-v2/send-mail.handler", { environment });
  const { email } = await (await stage.pool({ PostConfirmation })).confirmed();
  assert.equal(stage.aws.inbox.list({ to: email })[0]?.subject, "Thank you");
  const refused = stage.handler("sdk-v2/send-mail.handler", { environment: { SENDER: "nobody@unverified.test" } });
  await assert.rejects((await stage.pool({ PostConfirmation: refused })).confirmed(), {
    name: "UserLambdaValidationException",
    message: /^PostConfirmation failed with error Email address is not verified\./,
  });
});

test("boto3 adds to a group, puts a record and sends a mail", { skip }, async () => {
  await stage.table("People");
  const environment = { GROUP: "People", TABLE: "People", SENDER: await stage.sender("team@example.com") };
  const runtime = { runtime: "python3.13", environment };
  const pool = await stage.pool({ PostConfirmation: stage.handler("boto3/lambda_function.lambda_handler", runtime) });
  await stage.cognito.send(new CreateGroupCommand({ UserPoolId: pool.userPoolId, GroupName: "People" }));
  const { username, email, sub } = await pool.confirmed();
  assert.deepEqual(await stage.groupsOf(pool, username), ["People"]);
  assert.deepEqual(await stage.item("People", sub), { id: sub, email });
  assert.equal(stage.aws.inbox.list({ to: email })[0]?.text, `Hello, ${username}`);
});

test("an error of boto3 is the trigger's error", { skip }, async () => {
  const environment = { GROUP: "Nowhere", TABLE: "People", SENDER: "team@example.com" };
  const runtime = { runtime: "python3.13", environment };
  const pool = await stage.pool({ PostConfirmation: stage.handler("boto3/lambda_function.lambda_handler", runtime) });
  await assert.rejects(pool.confirmed({ Username: "lost" }), {
    name: "UserLambdaValidationException",
    message:
      /^PostConfirmation failed with error An error occurred \(ResourceNotFoundException\) when calling the AdminAddUserToGroup operation/,
  });
  assert.equal(await pool.status("lost"), "CONFIRMED");
});
