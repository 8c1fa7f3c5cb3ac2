import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import type { LocalAws } from "../../local-aws.ts";
import { startLocal } from "../../start-local.ts";
import { deploy } from "../../test-functions.ts";

// The log tells whether the handler ran, and its pid in which process.
const telling = `export const handler = async () => { console.log("ran"); return process.pid; };`;

describe("an invocation under faults", () => {
  let local: LocalAws;
  before(async () => {
    local = await startLocal();
    deploy(local, "told", telling, { timeoutSeconds: 1 });
    deploy(local, "other", telling);
  });
  beforeEach(() => local.faults.clear());
  after(() => local.stop());

  const invoke = (functionName = "told") => local.functions.invoke({ functionName, payload: "{}" });
  const ran = (invocationId: string) => local.functions.logs({ invocationId }).some(({ text }) => text.includes("ran"));

  it("is struck by the function's name, whoever invokes it, and no other function is", async () => {
    local.faults.add({ functionName: "told", kind: "error", name: "Boom", message: "on purpose", count: 1 });
    assert.equal((await invoke("other")).functionError, undefined);
    const failed = await invoke();
    assert.deepEqual(
      [failed.functionError, JSON.parse(failed.payload)],
      ["Unhandled", { errorType: "Boom", errorMessage: "on purpose" }],
    );
    assert.equal(ran(failed.invocationId), false);
    assert.match(failed.logTail, /^START RequestId: .*\nEND RequestId: .*\nREPORT /);
    assert.equal((await invoke()).functionError, undefined);
  });

  it("that is throttled is refused as Lambda refuses", async () => {
    local.faults.add({ functionName: "told", kind: "throttle" });
    await assert.rejects(invoke(), { name: "TooManyRequestsException", status: 429 });
  });

  it("that hangs runs into the function's timeout", async () => {
    local.faults.add({ functionName: "told", kind: "hang" });
    const startedAt = performance.now();
    const { payload } = await invoke();
    assert.match(payload, /Task timed out after 1\.00 seconds/);
    assert.ok(performance.now() - startedAt >= 999);
  });

  it("with a latency begins late", async () => {
    local.faults.add({ functionName: "told", kind: "latency", ms: 120 });
    const startedAt = performance.now();
    assert.equal((await invoke()).functionError, undefined);
    assert.ok(performance.now() - startedAt >= 119);
  });

  it("whose reply is lost did its work, and its invoker hears of a failure of Lambda", async () => {
    local.faults.add({ functionName: "told", kind: "reply-lost" });
    const logged = local.functions.logs({ functionName: "told" }).length;
    await assert.rejects(invoke(), { name: "ServiceException", status: 500 });
    const lines = local.functions.logs({ functionName: "told" }).slice(logged);
    assert.ok(lines.some(({ text }) => text.includes("ran")));
  });

  it("is crashed before or after its work, and the next one gets a new process", async () => {
    const pid = (await invoke()).payload;
    local.faults.add({ functionName: "told", kind: "crash-function", count: 1 });
    const early = await invoke();
    assert.match(early.payload, /Runtime\.ExitError.*signal: killed/);
    const fresh = (await invoke()).payload;
    assert.notEqual(fresh, pid);
    local.faults.add({ functionName: "told", kind: "crash-function", when: "after", count: 1 });
    const late = await invoke();
    assert.match(late.payload, /Runtime\.ExitError.*signal: killed/);
    assert.equal(ran(late.invocationId), true);
    assert.notEqual((await invoke()).payload, fresh);
  });

  it("that is asynchronous is tried again until Lambda takes it, without using up its three attempts", async () => {
    local.faults.add({ functionName: "told", kind: "throttle", count: 5 });
    const ended = Promise.withResolvers<string>();
    const unlisten = local.journal.listen(({ type, data }) => {
      if (type === "invocation.ended") ended.resolve(data.outcome);
    });
    local.functions.invokeLater({ functionName: "told", payload: "{}" });
    const moving = setInterval(() => local.clock.advance(20_000), 5);
    assert.equal(await ended.promise, "ok");
    clearInterval(moving);
    unlisten();
    assert.equal(local.faults.list()[0]?.fired, 5);
  });

  it("of a durable execution is tried again until Lambda takes it", async () => {
    const durable = { executionTimeoutSeconds: 3600, retentionDays: 1 };
    deploy(local, "lasting", `export const handler = async () => ({ Status: "SUCCEEDED", Result: "1" });`, { durable });
    local.faults.add({ functionName: "lasting", kind: "throttle", count: 2 });
    local.faults.add({ functionName: "lasting", kind: "reply-lost", count: 1 });
    const ended = Promise.withResolvers<string>();
    const unlisten = local.journal.listen(({ type, data }) => {
      if (type === "execution.ended") ended.resolve(data.status);
    });
    await local.call("lambda", "Invoke", { FunctionName: "lasting:live", InvocationType: "Event", Payload: Buffer.from("{}") });
    const moving = setInterval(() => local.clock.advance(1000), 5);
    assert.equal(await ended.promise, "SUCCEEDED");
    clearInterval(moving);
    unlisten();
    assert.deepEqual(
      local.faults.list().map(({ fired }) => fired),
      [2, 1],
    );
  });

  it("that hangs does not keep the local AWS from stopping", async () => {
    const another = await startLocal();
    deploy(another, "slow", telling, { timeoutSeconds: 60 });
    another.faults.add({ functionName: "slow", kind: "hang" });
    const hung = assert.rejects(another.functions.invoke({ functionName: "slow", payload: "{}" }), /is stopping/);
    while (another.faults.list()[0]?.fired !== 1) await new Promise((resolve) => setImmediate(resolve));
    const startedAt = performance.now();
    await another.stop();
    assert.ok(performance.now() - startedAt < 1500);
    await hung;
  });
});
