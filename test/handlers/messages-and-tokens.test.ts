import assert from "node:assert/strict";
import { test } from "node:test";
import { startStage } from "./stage.ts";

const stage = await startStage();

test("a custom message, answered by context.succeed, is the mail with the code, which confirms", async () => {
  // Cognito takes words of a handler only for mails that go out by the pool's own SES.
  const SourceArn = `arn:aws:ses:us-east-1:000000000000:identity/${await stage.sender("team@example.com")}`;
  const CustomMessage = stage.handler("callbacks/custom-message.handler");
  const pool = await stage.pool({ CustomMessage }, { EmailConfiguration: { EmailSendingAccount: "DEVELOPER", SourceArn } });
  const { username, email } = await pool.confirmed();
  const mail = stage.aws.inbox.list({ to: email })[0];
  assert.equal(mail?.subject, "One step left");
  assert.match(mail?.html ?? "", new RegExp(`^<p>Hello ${username}, your code is <b>\\d{6}</b>\\.</p>$`));
  assert.equal(await pool.status(username), "CONFIRMED");
});

test("pre token generation by a callback adds claims, suppresses one and replaces the groups", async () => {
  const pool = await stage.pool({ PreTokenGeneration: stage.handler("callbacks/custom-claims.handler") });
  const { username } = await pool.confirmed();
  const { id, access } = await stage.signIn(pool, username);
  assert.deepEqual([id.plan, id.family_name, id.email], ["trial", "Example", undefined]);
  assert.deepEqual([id["cognito:groups"], access["cognito:groups"]], [["Readers"], ["Readers"]]);
});

test("pre token generation of version 2, in TypeScript, changes both tokens", async () => {
  const LambdaArn = stage.handler("typescript/pre-token-generation.handler");
  const PreTokenGenerationConfig = { LambdaArn, LambdaVersion: "V2_0" as const };
  const pool = await stage.pool({ PreTokenGeneration: LambdaArn });
  await stage.setTriggers(pool, { PreTokenGenerationConfig });
  const { username } = await pool.confirmed();
  const { id, access } = await stage.signIn(pool, username);
  assert.deepEqual([id.company, access.company], ["example.com", "example.com"]);
  assert.match(String(access.scope), /\borders\/read\b/);
});
