import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";
import { untilGone } from "./test-processes.ts";

const folder = mkdtempSync(join(tmpdir(), "foyer-host-"));
let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(async () => {
  await lambda.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Tells the process it runs in and how often it ran there. */
const counting = "let n = 0; export const handler = async () => ({ pid: process.pid, n: ++n });";

/** The same, but waits until `openGate` is called. */
const gated = `import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
export const handler = async () => { while (!existsSync(process.env.GATE)) await setTimeout(10); return { pid: process.pid }; };`;

/** Where the gate of a function will stand, and what opens it. */
function gate() {
  const GATE = join(mkdtempSync(join(folder, "gate-")), "open");
  return { environment: { GATE }, timeoutSeconds: 10, openGate: () => writeFileSync(GATE, "") };
}

/** Resolves once `count` more invocations of a function have been handed over, with the id of the last. */
function started(functionName: string, count = 1, { journal } = lambda): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let left = count;
  const end = journal.listen(({ type, data, invocationId }) => {
    if (type !== "invocation.started" || data.functionName !== functionName || --left > 0) return;
    end();
    resolve(invocationId as string);
  });
  return promise;
}

test("a warm invocation runs in the process of the one before, and only the first is a cold start", async () => {
  lambda.deploy("warm", counting);
  const first = await lambda.invoke("warm", {}, { LogType: "Tail" });
  const second = await lambda.invoke("warm", {}, { LogType: "Tail" });
  assert.equal(first.payload.pid, second.payload.pid);
  assert.equal(second.payload.n, 2);
  assert.match(first.log, /Init Duration: [\d.]+ ms/);
  assert.doesNotMatch(second.log, /Init Duration/);
});

test("a process that serves invocation after invocation gathers nothing, and so warns of nothing", async () => {
  lambda.deploy("steady", counting);
  for (let index = 0; index < 12; index++) await lambda.invoke("steady", {});
  const { payload } = await lambda.invoke("steady", {});
  assert.equal(payload.n, 13);
  const lines = lambda.functions.logs({ functionName: "steady" }).map(({ text }) => text);
  assert.deepEqual(
    lines.filter((text) => text.includes("Warning")),
    [],
  );
});

test("a burst of short invocations is served by few processes", async () => {
  lambda.deploy("burst", counting);
  const answers = await Promise.all(Array.from({ length: 60 }, () => lambda.invoke("burst", {})));
  const pids = new Set(answers.map(({ payload }) => payload.pid));
  assert.ok(pids.size <= 5, `${pids.size} processes`);
});

test("invocations that find the process busy wait a moment for it before another one is started", async () => {
  await using own = await startLambda();
  const startedInRound: number[] = [];
  // A busy machine may take longer than that moment, but not every time.
  for (let round = 0; round < 5; round++) {
    own.deploy(`brief-${round}`, counting);
    await own.invoke(`brief-${round}`);
    const before = own.functions.host.pids.length;
    await Promise.all(Array.from({ length: 3 }, () => own.invoke(`brief-${round}`)));
    startedInRound.push(own.functions.host.pids.length - before);
  }
  assert.ok(startedInRound.includes(0), `further processes in each round: ${startedInRound.join(", ")}`);
});

test("three invocations that hang run beside each other", async () => {
  const { openGate, ...more } = gate();
  lambda.deploy("hang", gated, more);
  const threeRun = started("hang", 3);
  const answers = Array.from({ length: 3 }, () => lambda.invoke("hang"));
  await threeRun;
  openGate();
  assert.equal(new Set((await Promise.all(answers)).map(({ payload }) => payload.pid)).size, 3);
});

test("at most ten processes run one version; further invocations wait for one", async () => {
  await using own = await startLambda();
  const { openGate, ...more } = gate();
  own.deploy("limit", gated, more);
  const tenRun = started("limit", 10, own);
  const answers = Array.from({ length: 13 }, () => own.invoke("limit"));
  await tenRun;
  assert.equal(own.functions.host.pids.length, 10);
  openGate();
  assert.equal(new Set((await Promise.all(answers)).map(({ payload }) => payload.pid)).size, 10);
});

test("a function that runs out of time is killed and answered as on Lambda", async () => {
  lambda.deploy("slow", "export const handler = async (event) => { if (event.spin) for (;;); return process.pid; };", {
    timeoutSeconds: 0.3,
  });
  const { payload: pid } = await lambda.invoke("slow", {});
  const { payload, functionError, requestId, log } = await lambda.invoke("slow", { spin: true }, { LogType: "Tail" });
  assert.equal(functionError, "Unhandled");
  assert.deepEqual(payload, {
    errorType: "Sandbox.Timedout",
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 0.30 seconds`,
  });
  assert.match(log, /Z [0-9a-f-]{36} Task timed out after 0\.30 seconds\nEND RequestId/);
  await untilGone(pid);
  assert.notEqual((await lambda.invoke("slow", {})).payload, pid);
});

test("the default timeout is 3 seconds", () => {
  lambda.deploy("default", counting);
  assert.equal(lambda.functions.versionOf("default").timeoutSeconds, 3);
});

test("a process that exits or is killed costs its own invocation and no other", async () => {
  const code =
    "export const handler = async ({ end, waitMs }) => { if (end) eval(end); await new Promise((r) => setTimeout(r, waitMs)); return 'fine'; };";
  lambda.deploy("crash", code);
  const other = lambda.invoke("crash", { waitMs: 600 });
  const results = await Promise.all([
    lambda.invoke("crash", { end: "process.exit(1)" }),
    lambda.invoke("crash", { end: "process.exit(0)" }),
    lambda.invoke("crash", { end: "process.kill(process.pid, 'SIGKILL')" }),
  ]);
  const reasons = results.map(({ payload, requestId, functionError }) => {
    assert.deepEqual([payload.errorType, functionError], ["Runtime.ExitError", "Unhandled"]);
    return payload.errorMessage.replace(requestId, "ID");
  });
  assert.deepEqual(reasons, [
    "RequestId: ID Error: Runtime exited with error: exit status 1",
    "RequestId: ID Error: Runtime exited without providing a reason",
    "RequestId: ID Error: Runtime exited with error: signal: killed",
  ]);
  assert.equal((await other).payload, "fine");
  assert.equal((await lambda.invoke("crash", { waitMs: 0 })).payload, "fine");
});

test("each invocation that waits for code that can not be loaded is told why", async () => {
  lambda.deploy("broken", "throw new Error('at the top');");
  const answers = await Promise.all([lambda.invoke("broken"), lambda.invoke("broken"), lambda.invoke("broken")]);
  assert.deepEqual(
    answers.map(({ payload }) => payload.errorMessage),
    ["at the top", "at the top", "at the top"],
  );
});

test("new code is used by the next invocation while one of the old code finishes, whose process then ends", async () => {
  const first = lambda.deploy("reload", "export const handler = async () => ({ code: 1, pid: process.pid });");
  const { payload: warm } = await lambda.invoke("reload");
  const { openGate, ...more } = gate();
  lambda.deploy("reload", gated, more);
  const runs = started("reload");
  const running = lambda.invoke("reload");
  await runs;
  const third = lambda.deploy("reload", "export const handler = async () => ({ code: 3 });");
  assert.equal((await lambda.invoke("reload")).payload.code, 3);
  assert.equal((await lambda.invoke(third.aliasArn)).payload.code, 3);
  openGate();
  const { payload: old } = await running;
  await Promise.all([untilGone(warm.pid), untilGone(old.pid)]);
  assert.equal((await lambda.invoke("reload", {}, { Qualifier: first.version })).payload.code, 1, "a version keeps its code");
});

test("deploying what is in force already changes nothing", async () => {
  const first = lambda.deploy("same", counting);
  const { payload } = await lambda.invoke("same", {});
  assert.deepEqual(lambda.deploy("same", counting), first);
  assert.equal((await lambda.invoke("same", {})).payload.pid, payload.pid);
  assert.equal(lambda.deploy("same", counting, { timeoutSeconds: 4 }).version, "2");
});

test("a function's requests are known by its credentials, and say what it is busy with", async () => {
  const { openGate, ...more } = gate();
  const code = `import { existsSync } from "node:fs";
    export const handler = async ({ request }) => {
      while (request && !existsSync(process.env.GATE)) await new Promise((resolve) => setTimeout(resolve, 10));
      return process.env.AWS_ACCESS_KEY_ID;
    };`;
  lambda.deploy("caller", code, more);
  const { payload: accessKeyId } = await lambda.invoke("caller");
  const caller = { kind: "function", accessKeyId, functionName: "caller" };
  assert.deepEqual(lambda.functions.callerOf(accessKeyId), caller);
  const runs = started("caller");
  const answer = lambda.invoke("caller", { request: { userAttributes: { sub: "u-1" } } });
  const invocationId = await runs;
  assert.deepEqual(lambda.functions.callerOf(accessKeyId), { ...caller, invocationId, sub: "u-1" });
  openGate();
  await answer;
  assert.equal(lambda.functions.callerOf("AKIAIOSFODNN7EXAMPLE"), undefined);
});

test("the Runtime API knows only the ids of living processes", async () => {
  const { endpoint } = lambda.client.config;
  const { hostname, port } = await (endpoint as () => Promise<{ hostname: string; port: number }>)();
  const response = await fetch(`http://${hostname}:${port}/_runtime/${"0".repeat(32)}/2018-06-01/runtime/invocation/next`);
  assert.equal(response.status, 404);
});

test("a function is given a cold start on demand, once what runs has ended", async () => {
  lambda.deploy("cooled", counting);
  const { payload: first } = await lambda.invoke("cooled", {});
  lambda.functions.coolDown("cooled");
  const { payload: second } = await lambda.invoke("cooled", {});
  assert.notEqual(second.pid, first.pid);
  assert.equal(second.n, 1);
  assert.throws(() => lambda.functions.coolDown("nobody"), { name: "ResourceNotFoundException" });
});

test("a function that fills more than its memory with buffers is killed, as on Lambda", { timeout: 20_000 }, async () => {
  const code = `import { setTimeout } from "node:timers/promises";
    const kept = [];
    export const handler = async () => { for (;;) { kept.push(Buffer.alloc(16 * 1048576, 1)); await setTimeout(5); } };`;
  lambda.deploy("greedy", code, { memoryMb: 128, timeoutSeconds: 15 });
  const { payload } = await lambda.invoke("greedy", {});
  assert.equal(payload.errorType, "Runtime.ExitError");
  assert.match(payload.errorMessage, /Runtime exited with error: signal: killed$/);
});

test("temporary files are a process's own and gone with it", async () => {
  const code = `import { readdirSync, writeFileSync } from "node:fs";
    import { tmpdir } from "node:os";
    import { join } from "node:path";
    export const handler = async ({ name }) => { writeFileSync(join(tmpdir(), name), ""); return [tmpdir(), readdirSync(tmpdir())]; };`;
  lambda.deploy("files", code);
  lambda.deploy("other-files", code);
  await lambda.invoke("files", { name: "one" });
  const { payload: warm } = await lambda.invoke("files", { name: "two" });
  assert.deepEqual(warm[1], ["one", "two"]);
  assert.deepEqual((await lambda.invoke("other-files", { name: "three" })).payload[1], ["three"]);
  lambda.functions.coolDown("files");
  const { payload: cold } = await lambda.invoke("files", { name: "four" });
  assert.deepEqual(cold[1], ["four"]);
});

test("a thousand invocations at once queue and finish", { timeout: 60_000 }, async () => {
  lambda.deploy("crowd", "export const handler = async ({ n }) => n;");
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) => lambda.functions.invoke({ functionName: "crowd", payload: JSON.stringify({ n }) })),
  );
  assert.deepEqual(
    answers.map(({ payload }) => Number(payload)),
    Array.from({ length: 1_000 }, (_, n) => n),
  );
});
