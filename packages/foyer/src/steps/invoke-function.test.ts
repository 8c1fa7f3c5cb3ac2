import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { type LocalAws, startLocal } from "@foyer/local";
import { classify } from "../onboarding/failure.ts";
import { invokeFunction } from "./invoke-function.ts";
import { runAlone, runAttempt, testUser } from "./test-run.ts";

let local: LocalAws;
let folder: string;
let record: string;

/** Writes down each event and does as it says. */
const code = `import { appendFileSync } from "node:fs";
export const handler = async (event) => {
  appendFileSync(process.env.RECORD, JSON.stringify(event) + "\\n");
  if (event.fail) throw Object.assign(new Error("no room for ann@example.com"), { name: event.fail });
  return event.DurableExecutionArn ? { Status: "SUCCEEDED", Result: "null" } : { secret: "not kept" };
};`;

before(async () => {
  local = await startLocal();
  folder = mkdtempSync(join(tmpdir(), "foyer-invoked-"));
  record = join(folder, "record");
  writeFileSync(join(folder, "index.mjs"), code);
  const definition = { codeDir: folder, handler: "index.handler", timeoutSeconds: 10, environment: { RECORD: record } };
  local.functions.deploy({ ...definition, functionName: "plain" });
  local.functions.deploy({ ...definition, functionName: "durable", durable: { executionTimeoutSeconds: 60, retentionDays: 1 } });
  const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  Object.assign(process.env, { AWS_ENDPOINT_URL: local.url, AWS_REGION: local.region, ...credentials });
});
beforeEach(async () => {
  await local.reset();
  rmSync(record, { force: true });
});
after(async () => {
  await local.stop();
  rmSync(folder, { recursive: true });
});

function events() {
  return existsSync(record)
    ? readFileSync(record, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
}
const keyed = { functionName: "plain", replay: "keyed" } as const;
const once = { functionName: "plain", replay: "unknown", ifUnknown: "assume-sent" } as const;
const about = { id: "key-of-ann", sub: "ann", userPoolId: "us-east-1_Test", origin: "sign-up" };

test("the function is given who, under the step's key as the id, and its answer is not kept", async () => {
  const result = await runAlone(invokeFunction({ ...keyed, payload: () => ({ plan: "free", id: "mine" }) }));
  assert.deepEqual(result, { version: "$LATEST" });
  assert.deepEqual(events(), [{ plan: "free", ...about }]);
  assert.deepEqual(await runAlone(invokeFunction({ ...keyed, qualifier: "live" })), { version: "1" });
});

test("an event is accepted and the function runs later", async () => {
  assert.deepEqual(await runAlone(invokeFunction({ ...keyed, invocationType: "Event" })), { invocation: "accepted" });
  await local.idle();
  assert.deepEqual(events(), [about]);
});

test("a durable function is started once, also if the user has changed between two attempts", async () => {
  const step = invokeFunction({
    functionName: "durable",
    qualifier: "live",
    durable: true,
    payload: ({ attributes }) => ({ plan: attributes["custom:plan"] }),
  });
  for (const plan of ["free", "free", "pro"])
    assert.deepEqual(await runAlone(step, testUser({ "custom:plan": plan })), { invocation: "accepted" });
  await local.idle();
  assert.equal(events().length, 1);
  const input = JSON.parse(events()[0].InitialExecutionState.Operations[0].ExecutionDetails.InputPayload);
  assert.deepEqual(input, { plan: "free", ...about });
});

test("a function that fails may have worked; its message, which may quote the user, is left out", async () => {
  const failing = invokeFunction({ ...keyed, payload: () => ({ fail: "NoRoom" }) });
  await assert.rejects(runAlone(failing), {
    name: "StepError",
    retry: true,
    happened: "maybe",
    message: "Function 'plain' failed with NoRoom",
  });
});

test("one attempt invokes the function at most once, whatever Lambda does, and says whether it may have run", async () => {
  const after = async (fault: { kind: "reply-lost" | "throttle" | "error"; name?: string; status?: number }) => {
    local.faults.clear();
    local.faults.add({ service: "lambda", operation: "Invoke", ...fault } as Parameters<typeof local.faults.add>[0]);
    const { happened, retry } = classify(await runAlone(invokeFunction(once)).catch((error) => error));
    return { happened, retry, calls: local.faults.list()[0]?.fired };
  };
  assert.deepEqual(await after({ kind: "reply-lost" }), { happened: "maybe", retry: true, calls: 1 });
  assert.equal(events().length, 1);
  assert.deepEqual(await after({ kind: "throttle" }), { happened: "no", retry: true, calls: 1 });
  assert.deepEqual(await after({ kind: "error", name: "ServiceException", status: 500 }), {
    happened: "maybe",
    retry: true,
    calls: 1,
  });
  for (const [name, status] of [
    ["EC2ThrottledException", 502],
    ["ResourceConflictException", 409],
  ] as const)
    assert.deepEqual(await after({ kind: "error", name, status }), { happened: "no", retry: true, calls: 1 });
  assert.equal(events().length, 1);
});

test("an answer is waited for as long as the step says, or until the attempt is over", { timeout: 4_000 }, async () => {
  local.faults.add({ service: "lambda", operation: "Invoke", kind: "hang" });
  const late = await runAlone(invokeFunction({ ...once, timeoutMs: 100 })).catch((error) => error);
  assert.deepEqual([late.name, classify(late)], ["TimeoutError", { retry: true, happened: "maybe" }]);
  await assert.rejects(runAttempt(invokeFunction(once), { signal: AbortSignal.timeout(50) }), { name: "AbortError" });
});

test("a function or alias that is not there is a permanent failure that names it", async () => {
  const permanent = { name: "StepError", retry: false, happened: "no" };
  await assert.rejects(runAlone(invokeFunction({ functionName: "none", replay: "safe" })), {
    ...permanent,
    message: /there must be a function:none$/,
  });
  await assert.rejects(runAlone(invokeFunction({ ...keyed, qualifier: "beta" })), {
    ...permanent,
    message: /function:plain:beta$/,
  });
});

test("a fault of the payload is known to have invoked nothing", async () => {
  const step = invokeFunction({ ...once, payload: ({ attributes }) => ({ plan: (attributes.missing as string).trim() }) });
  await assert.rejects(runAlone(step), { name: "StepError", retry: false, happened: "no" });
  assert.deepEqual(events(), []);
});

test("what Lambda would refuse is refused when the file is loaded", () => {
  for (const functionName of ["", "a b", "arn:aws:lambda:us-east-1:1:function:a", "plain:live"])
    assert.throws(() => invokeFunction({ functionName, replay: "safe" }), { name: "OnboardingError" }, functionName);
  assert.throws(() => invokeFunction({ ...keyed, qualifier: "*" }), /'qualifier' must be/);
  assert.throws(() => invokeFunction({ functionName: "a", durable: true } as never), /a durable function must have one/);
  for (const timeoutMs of [0, 50_001, Number.NaN])
    assert.throws(() => invokeFunction({ ...keyed, timeoutMs }), /must be 1 to 50000/);
});

test("it may invoke that function under that name, and needs it", () => {
  const resource = (name: string) => `arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${name}`;
  const { permissions, resources, replay } = invokeFunction({ functionName: "durable", qualifier: "live", durable: true });
  assert.equal(replay, "keyed");
  assert.deepEqual(permissions, [{ actions: ["lambda:InvokeFunction"], resources: [resource("durable:live")] }]);
  assert.deepEqual(resources, { functions: [{ functionName: "durable", qualifier: "live", durable: true }] });
  assert.deepEqual(invokeFunction(once).permissions[0]?.resources, [resource("plain")]);
});
