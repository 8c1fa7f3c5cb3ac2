import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { type LambdaUnderTest, startLambda } from "./test-lambda.ts";

const folder = mkdtempSync(join(tmpdir(), "foyer-async-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes its event and request id into the file `NOTES`, and then fails as often as the environment says. */
const noting = `import { appendFileSync, readFileSync } from "node:fs";
export const handler = async (event, { awsRequestId }) => {
  appendFileSync(process.env.NOTES, JSON.stringify({ event, awsRequestId }) + "\\n");
  const times = readFileSync(process.env.NOTES, "utf8").trim().split("\\n").length;
  if (process.env.HANG) for (;;);
  if (times <= Number(process.env.FAILURES)) throw new Error("not yet");
};`;

function notesIn(file: string): { event: unknown; awsRequestId: string }[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** Resolves once the next invocation has been handed over, or has ended. */
function next({ journal }: LambdaUnderTest, type: "invocation.started" | "invocation.ended"): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const end = journal.listen((entry) => {
    if (entry.type !== type) return;
    end();
    resolve(entry.type === "invocation.ended" ? entry.data.outcome : "");
  });
  return promise;
}

test("an asynchronous invocation answers 202 at once and runs", { timeout: 20_000 }, async () => {
  await using lambda = await startLambda();
  const NOTES = join(folder, "once");
  lambda.deploy("later", noting, { environment: { NOTES, FAILURES: "0" } });
  const ended = next(lambda, "invocation.ended");
  const { status, payload, requestId } = await lambda.invoke("later", { n: 1 }, { InvocationType: "Event" });
  assert.deepEqual([status, payload], [202, undefined]);
  assert.equal(await ended, "ok");
  lambda.clock.advance(3_600_000);
  assert.deepEqual(notesIn(NOTES), [{ event: { n: 1 }, awsRequestId: requestId }]);
});

test("a failed asynchronous invocation is tried again after one and two minutes, and then no more", {
  timeout: 20_000,
}, async () => {
  await using lambda = await startLambda();
  const NOTES = join(folder, "thrice");
  lambda.deploy("fails", noting, { environment: { NOTES, FAILURES: "9" } });
  const first = next(lambda, "invocation.ended");
  await lambda.invoke("fails", {}, { InvocationType: "Event" });
  assert.equal(await first, "error");
  for (const minutes of [1, 2]) {
    await new Promise((resolve) => setImmediate(resolve)); // the retry is written after the invocation has ended
    lambda.clock.advance(minutes * 60_000 - 1000);
    await lambda.invoke("probe", {}).catch(() => {}); // a turn of the server, in which nothing may start
    assert.equal(notesIn(NOTES).length, minutes);
    const ended = next(lambda, "invocation.ended");
    lambda.clock.advance(1000);
    assert.equal(await ended, "error");
  }
  lambda.clock.advance(24 * 3_600_000);
  await lambda.invoke("probe", {}).catch(() => {});
  const notes = notesIn(NOTES);
  assert.equal(notes.length, 3);
  assert.equal(new Set(notes.map(({ awsRequestId }) => awsRequestId)).size, 1, "all attempts have one request id");
});

test("an accepted asynchronous invocation survives a restart in the middle of it", { timeout: 20_000 }, async () => {
  const dataDir = join(folder, "data");
  const NOTES = join(folder, "restart");
  const before = await startLambda(dataDir);
  before.deploy("survives", noting, { environment: { NOTES, FAILURES: "0", HANG: "1" }, timeoutSeconds: 60 });
  const started = next(before, "invocation.started");
  const { requestId } = await before.invoke("survives", { n: 7 }, { InvocationType: "Event" });
  await started;
  await before.stop();
  appendFileSync(NOTES, ""); // it may have been ended before it wrote
  const earlier = notesIn(NOTES).length;

  await using lambda = await startLambda(dataDir);
  // The new configuration does not hang; what waits follows the name, as it has no version in it.
  lambda.deploy("survives", noting, { environment: { NOTES, FAILURES: "0" } });
  assert.equal(await next(lambda, "invocation.ended"), "ok");
  assert.deepEqual(notesIn(NOTES).slice(earlier), [{ event: { n: 7 }, awsRequestId: requestId }]);
});

test("a retry that waits survives a restart", { timeout: 20_000 }, async () => {
  const dataDir = join(folder, "waiting");
  const NOTES = join(folder, "retry");
  const before = await startLambda(dataDir);
  before.deploy("retries", noting, { environment: { NOTES, FAILURES: "1" } });
  const first = next(before, "invocation.ended");
  await before.invoke("retries", {}, { InvocationType: "Event" });
  assert.equal(await first, "error");
  await new Promise((resolve) => setImmediate(resolve));
  await before.stop();

  await using lambda = await startLambda(dataDir);
  const ended = next(lambda, "invocation.ended");
  lambda.clock.advance(60_000);
  assert.equal(await ended, "ok");
  assert.equal(notesIn(NOTES).length, 2);
});

/** Deploys a function that fails, and one that notes what it is invoked with. */
function deployFailing(lambda: LambdaUnderTest, notes: string) {
  const NOTES = join(folder, notes);
  lambda.deploy("fails", "export const handler = async () => { throw new RangeError('no'); };");
  const { functionArn } = lambda.deploy("told", noting, { environment: { NOTES, FAILURES: "0" } });
  return { NOTES, Destination: functionArn };
}

test("a function may be tried less often, and its destination is told when it is not tried again", {
  timeout: 20_000,
}, async () => {
  await using lambda = await startLambda();
  const { NOTES, Destination } = deployFailing(lambda, "told-of-failure");
  const config = { FunctionName: "fails", MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } };
  await lambda.client.send(new PutFunctionEventInvokeConfigCommand(config));
  const failed = next(lambda, "invocation.ended");
  const { requestId } = await lambda.invoke("fails", { n: 1 }, { InvocationType: "Event" });
  await failed;
  assert.equal(await next(lambda, "invocation.ended"), "ok");
  const [note] = notesIn(NOTES) as { event: Record<string, unknown> }[];
  const { timestamp, responsePayload, ...record } = note?.event ?? {};
  assert.deepEqual(record, {
    version: "1.0",
    requestContext: {
      requestId,
      functionArn: "arn:aws:lambda:us-east-1:000000000000:function:fails:$LATEST",
      condition: "RetriesExhausted",
      approximateInvokeCount: 1,
    },
    requestPayload: { n: 1 },
    responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
  });
  assert.equal((responsePayload as { errorType: string }).errorType, "RangeError");
});

test("an event that would be too old at its next attempt is given up, and the destination is told so", {
  timeout: 20_000,
}, async () => {
  await using lambda = await startLambda();
  const { NOTES, Destination } = deployFailing(lambda, "too-old");
  const config = { FunctionName: "fails", MaximumEventAgeInSeconds: 100, DestinationConfig: { OnFailure: { Destination } } };
  await lambda.client.send(new PutFunctionEventInvokeConfigCommand(config));
  const first = next(lambda, "invocation.ended");
  await lambda.invoke("fails", {}, { InvocationType: "Event" });
  await first;
  await new Promise((resolve) => setImmediate(resolve)); // the retry is written after the invocation has ended
  const second = next(lambda, "invocation.ended");
  lambda.clock.advance(60_000);
  assert.equal(await second, "error");
  assert.equal(await next(lambda, "invocation.ended"), "ok");
  const [note] = notesIn(NOTES) as { event: { requestContext: { condition: string; approximateInvokeCount: number } } }[];
  assert.deepEqual(
    [note?.event.requestContext.condition, note?.event.requestContext.approximateInvokeCount],
    ["EventAgeExceeded", 2],
  );
});

test("the configuration of asynchronous invocation is kept for a qualifier, changed in part, listed and deleted", async () => {
  await using lambda = await startLambda();
  const { Destination } = deployFailing(lambda, "unused");
  const FunctionName = "fails";
  const { client } = lambda;
  const put = { FunctionName, Qualifier: "live", MaximumRetryAttempts: 1, DestinationConfig: { OnSuccess: { Destination } } };
  await client.send(new PutFunctionEventInvokeConfigCommand(put));
  await client.send(
    new UpdateFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "live", MaximumEventAgeInSeconds: 120 }),
  );
  const { FunctionEventInvokeConfigs } = await client.send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
  const [listed] = FunctionEventInvokeConfigs ?? [];
  assert.deepEqual(
    [listed?.FunctionArn, listed?.MaximumRetryAttempts, listed?.MaximumEventAgeInSeconds, listed?.DestinationConfig],
    [`${Destination.replace("told", "fails")}:live`, 1, 120, { OnSuccess: { Destination }, OnFailure: {} }],
  );
  await client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "live" }));
  await assert.rejects(client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: "live" })), {
    name: "ResourceNotFoundException",
    message: /doesn't have an EventInvokeConfig$/,
  });
  const nowhere = { FunctionName, DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:us-east-1:000000000000:t" } } };
  await assert.rejects(client.send(new PutFunctionEventInvokeConfigCommand(nowhere)), /The destination ARN .* is invalid/);
});
