import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { type AwsCli, awsCli } from "./aws-cli.ts";

let aws: LocalAws;
let cli: AwsCli;
before(async () => {
  aws = await startLocal();
  cli = awsCli(aws);
});
after(async () => {
  cli.close();
  await aws.stop();
});

test("aws ses sends a mail to the inbox", async () => {
  await cli.answers("ses", "verify-email-identity", "--email-address", "hello@example.com");
  const content = ["--subject", "Hello", "--text", "A mail by the CLI."];
  const sent = await cli.answers("ses", "send-email", "--from", "hello@example.com", "--to", "bob@example.com", ...content);
  assert.equal(aws.inbox.get(sent.MessageId)?.subject, "Hello");
});

test("aws dynamodb writes an item and reads it", async () => {
  const keys = ["--attribute-definitions", "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=id,KeyType=HASH"];
  await cli.answers("dynamodb", "create-table", "--table-name", "things", ...keys, "--billing-mode", "PAY_PER_REQUEST");
  await cli.answers("dynamodb", "wait", "table-exists", "--table-name", "things");
  await cli.answers("dynamodb", "put-item", "--table-name", "things", "--item", '{"id":{"S":"1"},"colour":{"S":"red"}}');
  const { Items } = await cli.answers("dynamodb", "scan", "--table-name", "things");
  assert.deepEqual(Items, [{ id: { S: "1" }, colour: { S: "red" } }]);
});

test("aws lambda invoke runs a function and keeps its answer", async () => {
  const codeDir = mkdtempSync(join(cli.folder, "code-"));
  writeFileSync(join(codeDir, "index.mjs"), "export const handler = async (event) => ({ twice: event.number * 2 });\n");
  aws.functions.deploy({ functionName: "double", codeDir, handler: "index.handler" });
  const output = join(cli.folder, "answer.json");
  const payload = ["--cli-binary-format", "raw-in-base64-out", "--payload", '{"number":21}'];
  const { StatusCode } = await cli.answers("lambda", "invoke", "--function-name", "double", ...payload, output);
  assert.equal(StatusCode, 200);
  assert.deepEqual(JSON.parse(readFileSync(output, "utf8")), { twice: 42 });
});

test("aws events puts an event on the bus", async () => {
  const entry = '[{"Source":"cli","DetailType":"Said","Detail":"{\\"word\\":\\"hello\\"}"}]';
  const { FailedEntryCount, Entries } = await cli.answers("events", "put-events", "--entries", entry);
  assert.equal(FailedEntryCount, 0);
  assert.match(Entries[0].EventId, /^[0-9a-f-]{36}$/);
});
