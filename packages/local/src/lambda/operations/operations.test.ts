import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  DeleteFunctionConcurrencyCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  type InvokeCommandInput,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";

const arn = "arn:aws:lambda:us-east-1:000000000000:function:hello";
const code = "export const handler = async (event, context) => context.invokedFunctionArn;";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
  lambda.deploy("hello", code);
});
after(() => lambda.stop());

test("Invoke takes a name, a partial ARN and a full ARN, with the qualifier in it or beside it", async () => {
  const cases: [name: string, more: Partial<InvokeCommandInput>, invokedArn: string, version: string][] = [
    ["hello", {}, arn, "$LATEST"],
    ["hello:live", {}, `${arn}:live`, "1"],
    ["function:hello", {}, arn, "$LATEST"],
    ["000000000000:function:hello:1", {}, `${arn}:1`, "1"],
    [arn, {}, arn, "$LATEST"],
    [`${arn}:live`, {}, `${arn}:live`, "1"],
    [`${arn}:$LATEST`, {}, `${arn}:$LATEST`, "$LATEST"],
    [arn, { Qualifier: "live" }, `${arn}:live`, "1"],
    [`${arn}:1`, { Qualifier: "1" }, `${arn}:1`, "1"],
  ];
  for (const [name, more, invokedArn, version] of cases) {
    const answer = await lambda.invoke(name, {}, more);
    assert.deepEqual([answer.status, answer.payload, answer.version], [200, invokedArn, version], name);
  }
});

test("Invoke fails with Lambda's names and texts", async () => {
  const cases: [name: string, more: Partial<InvokeCommandInput>, error: string, message: RegExp][] = [
    ["nowhere", {}, "ResourceNotFoundException", /^Function not found: arn:aws:lambda:us-east-1:000000000000:function:nowhere$/],
    ["hello:blue", {}, "ResourceNotFoundException", /^Function not found: .*:function:hello:blue$/],
    ["hello:7", {}, "ResourceNotFoundException", /^Function not found: .*:function:hello:7$/],
    [
      "hello:1",
      { Qualifier: "live" },
      "InvalidParameterValueException",
      /^The derived qualifier from the function name does not match/,
    ],
    [
      arn.replace("us-east-1", "eu-west-1"),
      {},
      "ResourceNotFoundException",
      /^Functions from 'eu-west-1' are not reachable in this region/,
    ],
    ["not a name", {}, "InvalidParameterValueException", /'functionName' failed to satisfy constraint/],
    ["hello", { Payload: "{" }, "InvalidRequestContentException", /^Could not parse request body into json: /],
    ["hello", { InvocationType: "Later" as "Event" }, "InvalidParameterValueException", /'invocationType' failed to satisfy/],
    [
      "hello",
      { InvocationType: "Event", Payload: `"${"a".repeat(1_048_576)}"` },
      "RequestTooLargeException",
      /^1048578 byte payload/,
    ],
    ["hello", { DurableExecutionName: "a" }, "InvalidParameterValueException", /only supported for durable functions/],
  ];
  for (const [name, more, error, message] of cases) {
    await assert.rejects(lambda.invoke(name, {}, more), (thrown: Error) => {
      assert.deepEqual([thrown.name, message.test(thrown.message)], [error, true], `${thrown.name}: ${thrown.message}`);
      return true;
    });
  }
  const notFound = { name: "ResourceNotFoundException", Type: "User", $fault: "client" };
  await assert.rejects(lambda.invoke("nowhere"), notFound);
});

test("a dry run checks and runs nothing", async () => {
  const answer = await lambda.invoke("hello", {}, { InvocationType: "DryRun" });
  assert.deepEqual([answer.status, answer.payload], [204, undefined]);
  await assert.rejects(lambda.invoke("nowhere", {}, { InvocationType: "DryRun" }), { name: "ResourceNotFoundException" });
});

test("GetFunction and GetFunctionConfiguration describe the version that is meant", async () => {
  const described = lambda.deploy("described", code, { environment: { TABLE: "users" }, timeoutSeconds: 9, memoryMb: 512 });
  const { Configuration } = await lambda.client.send(new GetFunctionCommand({ FunctionName: "described" }));
  assert.deepEqual(
    [Configuration?.FunctionArn, Configuration?.Version, Configuration?.Timeout, Configuration?.MemorySize, Configuration?.State],
    [described.functionArn, "$LATEST", 9, 512, "Active"],
  );
  assert.deepEqual(Configuration?.Environment, { Variables: { TABLE: "users" } });
  assert.match(Configuration?.LastModified ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);
  const live = await lambda.client.send(new GetFunctionConfigurationCommand({ FunctionName: "described", Qualifier: "live" }));
  assert.deepEqual([live.FunctionArn, live.Version], [described.aliasArn, "1"]);
  assert.equal(live.CodeSha256, Configuration?.CodeSha256);
  assert.equal(Buffer.from(live.CodeSha256 ?? "", "base64").length, 32);
});

test("ListFunctions goes through the functions page by page, and through versions when asked to", async () => {
  lambda.deploy("hello", `${code} // changed`);
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda.client.send(new ListFunctionsCommand({ MaxItems: 1, Marker }));
    assert.equal(page.Functions?.length, 1);
    names.push(page.Functions?.[0]?.FunctionName);
    Marker = page.NextMarker;
  } while (Marker);
  assert.deepEqual(names, [...names].sort());
  assert.ok(names.includes("hello"));
  const { Functions } = await lambda.client.send(new ListFunctionsCommand({ FunctionVersion: "ALL" }));
  const versions = Functions?.filter(({ FunctionName }) => FunctionName === "hello").map(({ FunctionArn }) => FunctionArn);
  assert.deepEqual(versions, [`${arn}:$LATEST`, `${arn}:1`, `${arn}:2`]);
});

test("GetAccountSettings tells Lambda's default quotas, and what functions have reserved of the concurrency", async () => {
  const limits = async () => (await lambda.client.send(new GetAccountSettingsCommand({}))).AccountLimit;
  const FunctionName = "hello";
  assert.equal((await limits())?.UnreservedConcurrentExecutions, 1000);
  await lambda.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 40 }));
  assert.deepEqual([(await limits())?.ConcurrentExecutions, (await limits())?.UnreservedConcurrentExecutions], [1000, 960]);
  await lambda.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
});

test("a durable function is invoked by a qualified name only, and not for an answer if it may take long", async () => {
  const durable = { executionTimeoutSeconds: 3600, retentionDays: 1 };
  lambda.deploy("durable", "export const handler = async () => ({ Status: 'SUCCEEDED', Result: '7' });", { durable });
  const unqualified = "You cannot invoke a durable function using an unqualified ARN.";
  await assert.rejects(lambda.invoke("durable", {}, { InvocationType: "Event" }), { message: unqualified });
  const long = "You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.";
  await assert.rejects(lambda.invoke("durable:live"), { message: long });
  assert.equal((await lambda.invoke("durable:live", {}, { InvocationType: "Event" })).status, 202);
  lambda.deploy("durable", "export const handler = async () => ({ Status: 'SUCCEEDED', Result: '7' });", {
    durable: { ...durable, executionTimeoutSeconds: 60 },
  });
  const answer = await lambda.invoke("durable:live");
  assert.deepEqual([answer.payload, answer.version, answer.functionError], [7, "2", undefined]);
  lambda.deploy(
    "durable",
    "export const handler = async () => ({ Status: 'FAILED', Error: { ErrorType: 'Full', ErrorMessage: 'no room' } });",
    { durable: { ...durable, executionTimeoutSeconds: 60 } },
  );
  const failed = await lambda.invoke("durable:live");
  assert.deepEqual([failed.payload, failed.functionError], [{ errorType: "Full", errorMessage: "no room" }, "Unhandled"]);
});

test("a definition that Lambda would refuse is refused", () => {
  const cases: [more: object, message: RegExp][] = [
    [{ timeoutSeconds: 901 }, /'timeoutSeconds' must be above 0 and at most 900: current value is '901'/],
    [{ memoryMb: 64 }, /'memoryMb' must be 128 to 10240/],
    [{ runtime: "ruby3.4" }, /^InvalidParameterValueException: Value ruby3\.4 at 'runtime' failed to satisfy constraint/],
    [{ environment: { AWS_REGION: "x" } }, /'environment' must be named by .* current value is 'AWS_REGION'/],
    [{ functionName: "no spaces" }, /'functionName' must be/],
  ];
  for (const [more, message] of cases) assert.throws(() => lambda.deploy("refused", code, more), message);
});
