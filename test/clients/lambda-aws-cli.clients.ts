import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { zipOf } from "../../packages/local/src/lambda/test-zip.ts";
import { type AwsCli, awsCli } from "./aws-cli.ts";

// The tests of this file are one function's life, in their order. Debian's CLI knows no durable executions, and speaks SQS's older protocol.

let aws: LocalAws;
let cli: AwsCli;
const name = ["--function-name", "greet"];
const greeting = (word: string) =>
  `export const handler = async (event) => { console.log("greets", event.name); return "${word} " + event.name + (process.env.MARK ?? ""); };`;

before(async () => {
  aws = await startLocal();
  cli = awsCli(aws);
});
after(async () => {
  cli.close();
  await aws.stop();
});

/** A zip file with this handler, as `--zip-file` takes it. */
function zip(code: string): string {
  const file = join(cli.folder, "function.zip");
  writeFileSync(file, zipOf({ "index.mjs": code }));
  return `fileb://${file}`;
}

/** Runs `aws lambda invoke`. @returns what the CLI printed, and the function's answer */
async function invoke(...more: string[]) {
  const output = join(cli.folder, "answer.json");
  const payload = ["--cli-binary-format", "raw-in-base64-out", "--payload", '{"name":"Ann"}'];
  const printed = await cli.answers("lambda", "invoke", ...name, ...payload, ...more, output);
  const answer = readFileSync(output, "utf8");
  return { ...printed, answer: answer === "" ? undefined : JSON.parse(answer) };
}

test("create-function makes a function from a zip file, and its waiters end", async () => {
  const role = ["--runtime", "nodejs24.x", "--role", "arn:aws:iam::000000000000:role/greet", "--handler", "index.handler"];
  const settings = ["--timeout", "20", "--memory-size", "256", "--environment", "Variables={MARK=.}", "--tags", "team=web"];
  const made = await cli.answers(
    "lambda",
    "create-function",
    ...name,
    ...role,
    ...settings,
    "--zip-file",
    zip(greeting("Hello")),
  );
  assert.deepEqual([made.FunctionName, made.Version, made.Timeout, made.MemorySize], ["greet", "$LATEST", 20, 256]);
  await cli.answers("lambda", "wait", "function-exists", ...name);
  await cli.answers("lambda", "wait", "function-active-v2", ...name);
  const { Configuration, Tags } = await cli.answers("lambda", "get-function", ...name);
  assert.deepEqual([Configuration.State, Configuration.Handler, Tags], ["Active", "index.handler", { team: "web" }]);
  await cli.isRefused("ResourceConflictException", "lambda", "create-function", ...name, ...role, "--zip-file", zip("1"));
});

test("invoke answers with the tail of the log, dry run and asynchronously", async () => {
  const { StatusCode, ExecutedVersion, LogResult, answer } = await invoke("--log-type", "Tail");
  assert.deepEqual([StatusCode, ExecutedVersion, answer], [200, "$LATEST", "Hello Ann."]);
  assert.match(Buffer.from(LogResult, "base64").toString(), /^START RequestId: [\s\S]*greets Ann\nEND RequestId: [\s\S]*REPORT/);
  assert.equal((await invoke("--invocation-type", "DryRun")).StatusCode, 204);
  assert.equal((await invoke("--invocation-type", "Event")).StatusCode, 202);
  await aws.idle();
  const lines = aws.functions.logs({ functionName: "greet" }).filter(({ text }) => text.includes("greets Ann"));
  assert.equal(lines.length, 2);
});

test("logs tail, filter-log-events and describe-log-streams read what it wrote", async () => {
  const text = await cli.prints("logs", "tail", "/aws/lambda/greet", "--since", "1h", "--format", "short");
  assert.match(text, /^\S+ START RequestId: [\s\S]*INFO\tgreets Ann\n/);
  const group = ["--log-group-name", "/aws/lambda/greet"];
  const { events } = await cli.answers("logs", "filter-log-events", ...group, "--filter-pattern", '"greets Ann"');
  assert.equal(events.length, 2);
  const { logStreams } = await cli.answers("logs", "describe-log-streams", ...group);
  assert.match(logStreams[0].logStreamName, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
});

test("versions keep their code and configuration while both are updated, and an alias moves between them", async () => {
  const first = await cli.answers("lambda", "publish-version", ...name, "--description", "the first");
  assert.deepEqual([first.Version, first.Description], ["1", "the first"]);
  const live = [...name, "--name", "live"];
  const alias = await cli.answers("lambda", "create-alias", ...live, "--function-version", "1");
  assert.match(alias.AliasArn, /:function:greet:live$/);
  await cli.answers("lambda", "update-function-code", ...name, "--zip-file", zip(greeting("Bye")));
  await cli.answers("lambda", "wait", "function-updated-v2", ...name);
  const variables = "Variables={MARK=!}";
  const updated = await cli.answers("lambda", "update-function-configuration", ...name, "--environment", variables);
  assert.deepEqual(updated.Environment.Variables, { MARK: "!" });
  assert.equal((await invoke()).answer, "Bye Ann!");
  assert.equal((await invoke("--qualifier", "live")).answer, "Hello Ann.");
  const second = await cli.answers("lambda", "publish-version", ...name);
  await cli.answers("lambda", "update-alias", ...live, "--function-version", second.Version);
  assert.equal((await invoke("--qualifier", "live")).answer, "Bye Ann!");
  const { Versions } = await cli.answers("lambda", "list-versions-by-function", ...name);
  assert.deepEqual(
    Versions.map(({ Version }: { Version: string }) => Version),
    ["$LATEST", "1", "2"],
  );
  const { Aliases } = await cli.answers("lambda", "list-aliases", ...name);
  assert.equal(Aliases[0].FunctionVersion, "2");
});

test("add-permission is shown by get-policy and taken back by remove-permission", async () => {
  const statement = ["--statement-id", "cognito"];
  const principal = ["--action", "lambda:InvokeFunction", "--principal", "cognito-idp.amazonaws.com"];
  await cli.answers("lambda", "add-permission", ...name, ...statement, ...principal);
  const { Policy } = await cli.answers("lambda", "get-policy", ...name);
  assert.deepEqual(JSON.parse(Policy).Statement[0].Principal, { Service: "cognito-idp.amazonaws.com" });
  await cli.isRefused("ResourceConflictException", "lambda", "add-permission", ...name, ...statement, ...principal);
  await cli.answers("lambda", "remove-permission", ...name, ...statement);
  await cli.isRefused("ResourceNotFoundException", "lambda", "get-policy", ...name);
});

test("retries, age, destination and concurrency are set and read", async () => {
  const destination = `{"OnFailure":{"Destination":"arn:aws:lambda:${aws.region}:000000000000:function:greet"}}`;
  const limits = ["--maximum-retry-attempts", "1", "--maximum-event-age-in-seconds", "120"];
  await cli.answers("lambda", "put-function-event-invoke-config", ...name, ...limits, "--destination-config", destination);
  const config = await cli.answers("lambda", "get-function-event-invoke-config", ...name);
  assert.deepEqual([config.MaximumRetryAttempts, config.MaximumEventAgeInSeconds], [1, 120]);
  await cli.answers("lambda", "delete-function-event-invoke-config", ...name);
  await cli.answers("lambda", "put-function-concurrency", ...name, "--reserved-concurrent-executions", "0");
  await cli.isRefused("TooManyRequestsException", "lambda", "invoke", ...name, join(cli.folder, "refused.json"));
  await cli.answers("lambda", "delete-function-concurrency", ...name);
});

test("tags are changed, and what is not emulated is refused", async () => {
  const { Configuration } = await cli.answers("lambda", "get-function", ...name);
  const resource = ["--resource", Configuration.FunctionArn];
  await cli.answers("lambda", "tag-resource", ...resource, "--tags", "stage=dev");
  await cli.answers("lambda", "untag-resource", ...resource, "--tag-keys", "team");
  assert.deepEqual((await cli.answers("lambda", "list-tags", ...resource)).Tags, { stage: "dev" });
  const layer = "arn:aws:lambda:us-east-1:000000000000:layer:tools:1";
  await cli.isRefused("InvalidParameterValueException", "lambda", "update-function-configuration", ...name, "--layers", layer);
  await cli.isRefused("UnknownOperationException", "lambda", "list-layers");
});

test("delete-function ends it", async () => {
  const { Functions } = await cli.answers("lambda", "list-functions");
  assert.equal(Functions.length, 1);
  await cli.answers("lambda", "delete-function", ...name);
  await cli.isRefused("ResourceNotFoundException", "lambda", "get-function", ...name);
  assert.deepEqual((await cli.answers("lambda", "list-functions")).Functions, []);
});
