import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  paginateGetDurableExecutionHistory,
  paginateListDurableExecutionsByFunction,
  paginateListFunctions,
  ResourceNotFoundException,
  SendDurableExecutionCallbackFailureCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { type LocalAws, startLocal } from "@foyer/local";
import { build } from "esbuild";
import { zipOf } from "../../packages/local/src/lambda/test-zip.ts";
import { credentials } from "./local-pool.ts";

// The tests of this file are the life of two durable functions, in their order. What the older clients know too is in the files beside.

let aws: LocalAws;
let lambda: LambdaClient;

before(async () => {
  aws = await startLocal();
  lambda = new LambdaClient({ endpoint: aws.url, region: aws.region, credentials });
});
after(async () => {
  lambda.destroy();
  await aws.stop();
});

/** The workflows of ../durable in a zip file, bundled as one would for AWS. */
async function bundled(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "..", "durable", "functions", "workflows.mjs")],
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
    logLevel: "warning",
  });
  return zipOf({ "index.js": outputFiles[0]?.text ?? "" });
}

async function start(FunctionName: string, event: object, DurableExecutionName?: string): Promise<string> {
  const Payload = JSON.stringify(event);
  const request = { FunctionName, Qualifier: "1", InvocationType: "Event" as const, Payload, DurableExecutionName };
  const { DurableExecutionArn } = await lambda.send(new InvokeCommand(request));
  await aws.idle();
  return DurableExecutionArn as string;
}

async function statusOf(DurableExecutionArn: string) {
  const { Status, Result, Error: error } = await lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn }));
  return { Status, Result, error: error?.ErrorType };
}

/** An execution that waits for its approval, and the id of the callback that it waits for. */
async function waiting(): Promise<{ arn: string; CallbackId: string }> {
  const arn = await start("approval", {});
  const history = new GetDurableExecutionHistoryCommand({ DurableExecutionArn: arn, IncludeExecutionData: true });
  const { Events } = await lambda.send(history);
  const started = Events?.find(({ EventType }) => EventType === "CallbackStarted");
  return { arn, CallbackId: started?.CallbackStartedDetails?.CallbackId as string };
}

test("durable functions are created from a zip file, with a version to start executions of", async () => {
  const ZipFile = await bundled();
  for (const name of ["onboarding", "approval"]) {
    const { Version } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: "nodejs24.x",
        Role: "arn:aws:iam::000000000000:role/durable",
        Handler: `index.${name}`,
        Code: { ZipFile },
        Timeout: 30,
        MemorySize: 256,
        DurableConfig: { ExecutionTimeout: 864_000, RetentionPeriodInDays: 7 },
        Publish: true,
      }),
    );
    assert.equal(Version, "1");
    const { state } = await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 10 }, { FunctionName: name });
    assert.equal(state, "SUCCESS");
  }
  const names = [];
  for await (const { Functions } of paginateListFunctions({ client: lambda, pageSize: 1 }, {}))
    names.push(...(Functions ?? []).map(({ FunctionName }) => FunctionName));
  assert.deepEqual(names, ["approval", "onboarding"]);
});

test("an execution is started by name, listed while it waits, goes on when its time has come, and tells its history", async () => {
  const arn = await start("onboarding", { user: "ann" }, "ann");
  assert.equal((await statusOf(arn)).Status, "RUNNING");
  aws.clock.advance(1_000); // the retry of its second step
  await aws.idle();
  const running = [];
  const asked = { FunctionName: "onboarding", Statuses: ["RUNNING" as const] };
  for await (const { DurableExecutions } of paginateListDurableExecutionsByFunction({ client: lambda }, asked))
    running.push(...(DurableExecutions ?? []));
  assert.deepEqual(
    running.map(({ DurableExecutionName, Status }) => [DurableExecutionName, Status]),
    [["ann", "RUNNING"]],
  );
  aws.clock.advance(3 * 86_400_000);
  await aws.idle();
  const { Status, Result } = await statusOf(arn);
  assert.equal(Status, "SUCCEEDED");
  assert.deepEqual(JSON.parse(Result ?? ""), {
    welcome: { mail: "welcome ann" },
    joined: 2,
    tips: ["tip ann 1", "tip ann 2"],
    refused: "never",
  });
  const types = [];
  const of = { DurableExecutionArn: arn };
  for await (const { Events } of paginateGetDurableExecutionHistory({ client: lambda, pageSize: 5 }, of))
    types.push(...(Events ?? []).map(({ EventType }) => EventType));
  assert.deepEqual([types[0], types.at(-1)], ["ExecutionStarted", "ExecutionSucceeded"]);
  for (const type of ["StepSucceeded", "StepFailed", "WaitStarted", "WaitSucceeded", "ContextSucceeded"])
    assert.ok(types.includes(type as (typeof types)[number]), `no ${type} in ${types.join(", ")}`);
});

test("an execution that waits is stopped", async () => {
  const arn = await start("onboarding", { user: "bob" });
  await lambda.send(new StopDurableExecutionCommand({ DurableExecutionArn: arn, Error: { ErrorType: "Cancelled" } }));
  assert.deepEqual(await statusOf(arn), { Status: "STOPPED", Result: undefined, error: "Cancelled" });
});

test("a callback that succeeds, after a heartbeat, ends the wait for it; one that fails ends it too", async () => {
  const approved = await waiting();
  const { CallbackId } = approved;
  await lambda.send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId }));
  await lambda.send(new SendDurableExecutionCallbackSuccessCommand({ CallbackId, Result: Buffer.from('{"by":"Eve"}') }));
  await aws.idle();
  assert.equal((await statusOf(approved.arn)).Status, "SUCCEEDED");
  const refused = await waiting();
  const failure = { CallbackId: refused.CallbackId, Error: { ErrorType: "Refused", ErrorMessage: "no" } };
  await lambda.send(new SendDurableExecutionCallbackFailureCommand(failure));
  await aws.idle();
  assert.equal((await statusOf(refused.arn)).Status, "FAILED");
});

test("what is done after a failure is set for one version, and a deleted function is gone", async () => {
  const limits = { FunctionName: "approval", Qualifier: "1", MaximumRetryAttempts: 0 };
  const config = await lambda.send(new PutFunctionEventInvokeConfigCommand(limits));
  assert.equal(config.MaximumRetryAttempts, 0);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "approval" }));
  const invoke = new InvokeCommand({ FunctionName: "approval", Qualifier: "1" });
  await assert.rejects(lambda.send(invoke), ResourceNotFoundException);
});
