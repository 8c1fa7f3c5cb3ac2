import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "../test-lambda.ts";
import { readStepLine } from "./step-line.ts";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

test("an invocation's log is written as in CloudWatch, and its lines are its own", async () => {
  const code = `console.log("loading");
    export const handler = async ({ text }) => {
      console.log("says %s", text, { deep: true });
      console.error("first\\nsecond");
      process.stdout.write("raw line\\n");
      process.stderr.write("no end of line");
    };`;
  lambda.deploy("talks", code);
  const first = await lambda.invoke("talks", { text: "one" }, { LogType: "Tail" });
  const { requestId: id } = await lambda.invoke("talks", { text: "two" });
  const lines = lambda.functions.logs({ functionName: "talks", invocationId: id }).map(({ text }) => text);
  const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  const expected = [
    `^START RequestId: ${id} Version: \\$LATEST$`,
    `^${time}\t${id}\tINFO\tsays two \\{ deep: true \\}$`,
    `^${time}\t${id}\tERROR\tfirst\nsecond$`,
    "^raw line$",
    `^END RequestId: ${id}$`,
    `^REPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\t$`,
  ];
  for (const pattern of expected)
    assert.ok(
      lines.some((line) => new RegExp(pattern).test(line)),
      `${pattern} in\n${lines.join("\n")}`,
    );
  assert.ok(!lines.some((line) => line.includes("says one")));
  assert.match(first.log, /^START RequestId: /);
  assert.match(first.log, /says one/);
  const all = lambda.functions.logs({ functionName: "talks" });
  assert.match(all[0]?.text ?? "", /\tundefined\tINFO\tloading$/);
  assert.equal(all[0]?.invocationId, undefined);
  assert.match(all[0]?.logStreamName ?? "", /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]/);
});

test("the tail of a long log is its last 4 KB", async () => {
  lambda.deploy("chatty", "export const handler = async () => { for (let i = 0; i < 2000; i++) console.log('line ' + i); };");
  const { logTail } = await lambda.functions.invoke({ functionName: "chatty", payload: "{}" });
  assert.equal(Buffer.byteLength(logTail), 4096);
  assert.match(logTail, /line 1999\nEND RequestId: [\s\S]+REPORT RequestId: [\s\S]+\n$/);
});

test("an invocation that prints more than a pipe holds is over when all of it has been read", { timeout: 20_000 }, async () => {
  const code = `const line = "x".repeat(99_999) + "\\n";
    export const handler = async ({ n }) => { process.stdout.write(line.repeat(40)); console.log("last of " + n); return n; };`;
  lambda.deploy("prints", code);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => lambda.invoke("prints", { n }, { LogType: "Tail" })));
  answers.forEach(({ payload, requestId }, n) => {
    assert.equal(payload, n);
    const lines = lambda.functions.logs({ invocationId: requestId as string }).map(({ text }) => text);
    assert.ok(lines.at(-3)?.endsWith(`last of ${n}`), lines.at(-3));
    assert.match(lines.at(-2) ?? "", /^END RequestId/);
  });
});

test("an error is logged with its stack, and answered without the log", async () => {
  lambda.deploy("fails", "export const handler = async () => { throw new TypeError('no good'); };");
  const { log } = await lambda.invoke("fails", {}, { LogType: "Tail" });
  assert.match(log, /\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no good","stack":\["TypeError: no good",/);
});

test("a line that tells of a user's step is in the user's journal, between the start and the end of the invocation", async () => {
  const code = `export const handler = async ({ sub }) => {
    console.log(JSON.stringify({ level: "info", message: "step done", sub, step: "welcome", state: "done", phase: "afterwards", attempt: 1, durationMs: 4, result: { id: 7 } }));
    process.stdout.write(JSON.stringify({ sub, step: "record", state: "failed", error: "Throttled" }) + "\\n");
    console.log(JSON.stringify({ sub, message: "no step" }), "{ not json");
    return null;
  };`;
  lambda.deploy("steps", code);
  const { requestId: invocationId } = await lambda.invoke("steps", { sub: "u-7" });
  const entries = lambda.journal.of("u-7");
  assert.deepEqual(
    entries.map(({ type }) => type),
    ["invocation.started", "step", "step", "invocation.ended"],
  );
  assert.ok(entries.every((entry) => entry.invocationId === invocationId));
  assert.deepEqual(entries[1]?.data, {
    step: "welcome",
    state: "done",
    phase: "afterwards",
    attempt: 1,
    durationMs: 4,
    result: { id: 7 },
  });
  assert.deepEqual(entries[2]?.data, { step: "record", state: "failed", error: "Throttled" });
});

test("only an object with the strings sub and step is a step line", () => {
  for (const line of [
    '{"step":1,"sub":"u"}',
    '{"step":"a"}',
    '"step"',
    '["step"]',
    '{"step":',
    "null",
    'text {"sub":"u","step":"a"}',
  ]) {
    assert.equal(readStepLine(line), undefined, line);
  }
  assert.deepEqual(readStepLine('{"sub":"u","step":"a"}'), { sub: "u", data: { step: "a", state: "logged" } });
});
