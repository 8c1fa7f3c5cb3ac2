import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "./test-lambda.ts";

let lambda: LambdaUnderTest;
before(async () => {
  lambda = await startLambda();
});
after(() => lambda.stop());

/** Deploys one file or several over what was there, and invokes it once. */
async function run(code: string | Record<string, string>, event: unknown = { n: 1 }, more = {}) {
  lambda.deploy("subject", code, more);
  return lambda.invoke("subject", event);
}

const styles: Record<string, Record<string, string>> = {
  "an async ES module": { "index.mjs": "export const handler = async (event) => ({ n: event.n + 1 });" },
  "a CommonJS module": { "index.cjs": "exports.handler = async (event) => ({ n: event.n + 1 });" },
  "a .js file without a package.json": { "index.js": "module.exports.handler = async (event) => ({ n: event.n + 1 });" },
  "a .js file of a package of type module": {
    "package.json": '{"type":"module"}',
    "index.js": "export async function handler(event) { return { n: event.n + 1 }; }",
  },
  "a CommonJS module whose exports can not be guessed": {
    "index.cjs":
      "module.exports = Object.assign(Object.create(null), { ['hand' + 'ler']: async (event) => ({ n: event.n + 1 }) });",
  },
  TypeScript: {
    "index.ts": "export const handler = async (event: { n: number }): Promise<{ n: number }> => ({ n: event.n + 1 });",
  },
  "a callback": { "index.cjs": "exports.handler = (event, context, callback) => { callback(null, { n: event.n + 1 }); };" },
  "a callback after a timer": {
    "index.cjs": "exports.handler = (event, context, callback) => { setTimeout(() => callback(null, { n: event.n + 1 }), 5); };",
  },
  "context.succeed": { "index.cjs": "exports.handler = (event, context) => { context.succeed({ n: event.n + 1 }); };" },
  "context.done": { "index.cjs": "exports.handler = (event, context) => { context.done(null, { n: event.n + 1 }); };" },
  "a function that returns a promise": {
    "index.cjs": "exports.handler = (event) => new Promise((resolve) => setTimeout(resolve, 5, { n: event.n + 1 }));",
  },
};
for (const [style, files] of Object.entries(styles)) {
  test(`a handler may be ${style}`, async () => {
    const { payload, functionError } = await run(files);
    assert.deepEqual([payload, functionError], [{ n: 2 }, undefined]);
  });
}

test("a handler may lie in a folder and be nested in an export", async () => {
  const code = { "src/deep/index.mjs": "export const api = { hello: { handler: async () => 'here' } };" };
  assert.equal((await run(code, {}, { handler: "src/deep/index.api.hello.handler" })).payload, "here");
});

test("a function that is invoked with nothing gets an empty object, and undefined is answered as null", async () => {
  lambda.deploy("nothing", "export const handler = async (event) => { if (Object.keys(event).length > 0) throw new Error(); };");
  const answer = await lambda.invoke("nothing");
  assert.deepEqual([answer.payload, answer.functionError], [null, undefined]);
});

test("the context is as on Lambda", async () => {
  const { payload, requestId } = await run(
    `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });`,
    {},
    { timeoutSeconds: 7, memoryMb: 256 },
  );
  assert.equal(payload.awsRequestId, requestId);
  assert.equal(payload.memoryLimitInMB, "256");
  assert.equal(payload.functionVersion, "$LATEST");
  assert.match(payload.invokedFunctionArn, /^arn:aws:lambda:us-east-1:000000000000:function:subject$/);
  assert.equal(payload.logGroupName, "/aws/lambda/subject");
  assert.match(payload.logStreamName, /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  assert.equal(payload.callbackWaitsForEmptyEventLoop, true);
  assert.ok(payload.left > 6000 && payload.left <= 7000, `${payload.left} ms left`);
});

test("the environment is Lambda's and the function's own, and nothing of the developer's", async () => {
  process.env.FOYER_TEST_SECRET = "do not pass on";
  const { payload: env } = await run("export const handler = async () => process.env;", {}, { environment: { TABLE: "users" } });
  delete process.env.FOYER_TEST_SECRET;
  assert.deepEqual(
    Object.keys(env)
      .filter((name) => !["PATH", "TMPDIR", "TEMP", "HOME"].includes(name))
      .sort(),
    [
      ...["AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL", "AWS_EXECUTION_ENV"],
      ...["AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION"],
      ...["AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API"],
      ...[
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
        "LANG",
        "TABLE",
        "TZ",
      ],
      ...["_HANDLER", "_X_AMZN_TRACE_ID"],
    ],
  );
  assert.match(env.AWS_ACCESS_KEY_ID, /^ASIA[A-Z2-7]{16}$/);
  assert.equal(env.TZ, ":UTC");
  assert.equal(env.HOME, tmpdir(), "the developer's ~/.aws is not read");
});

const failures: [title: string, code: string, payload: Record<string, unknown>][] = [
  [
    "throws",
    "export const handler = async () => { throw new TypeError('no good'); };",
    { errorType: "TypeError", errorMessage: "no good" },
  ],
  [
    "throws something else",
    "export const handler = async () => { throw { code: 4 }; };",
    { errorType: "object", errorMessage: "[object Object]" },
  ],
  [
    "throws at once",
    "export const handler = () => { throw new RangeError('early'); };",
    { errorType: "RangeError", errorMessage: "early" },
  ],
  [
    "calls back with an error",
    "export const handler = (e, c, callback) => callback(new Error('back'));",
    { errorType: "Error", errorMessage: "back" },
  ],
  [
    "calls back with a text",
    "export const handler = (e, c, callback) => callback('plain');",
    { errorType: "string", errorMessage: "plain" },
  ],
  [
    "calls context.fail",
    "export const handler = (e, context) => context.fail(new Error('failed'));",
    { errorType: "Error", errorMessage: "failed" },
  ],
  [
    "answers what JSON can not hold",
    "export const handler = async () => 10n;",
    { errorType: "Error", errorMessage: "Unable to stringify response body" },
  ],
  [
    "does not exist",
    "export const other = 1;",
    { errorType: "Runtime.HandlerNotFound", errorMessage: "index.handler is undefined or not exported" },
  ],
  [
    "is no function",
    "export const handler = 1;",
    { errorType: "Runtime.HandlerNotFound", errorMessage: "index.handler is not a function" },
  ],
  [
    "can not be parsed",
    "export const handler = ;",
    { errorType: "Runtime.UserCodeSyntaxError", errorMessage: "SyntaxError: Unexpected token ';'" },
  ],
  ["fails to load", "throw new Error('at the top');", { errorType: "Error", errorMessage: "at the top" }],
  [
    "leaves a rejection unhandled",
    "export const handler = () => { Promise.reject(new Error('lost')); return new Promise((r) => setTimeout(r, 500)); };",
    { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: "Error: lost" },
  ],
  [
    "throws in a timer",
    "export const handler = () => { setTimeout(() => { throw new Error('late'); }); return new Promise((r) => setTimeout(r, 500)); };",
    { errorType: "Error", errorMessage: "late" },
  ],
];
for (const [title, code, expected] of failures) {
  test(`a handler that ${title} gives Lambda's error object`, async () => {
    const { payload, functionError, status } = await run(code);
    const { trace, ...rest } = payload;
    assert.deepEqual([status, functionError, rest], [200, "Unhandled", expected]);
    assert.ok(Array.isArray(trace));
  });
}

test("a module that can not be found is named as on Lambda", async () => {
  const { payload } = await run({ "other.mjs": "" });
  assert.equal(payload.errorType, "Runtime.ImportModuleError");
  assert.match(payload.errorMessage, /^Error: Cannot find module 'index'\nRequire stack:\n- /);
});

test("an async handler whose promise never settles fails, and a callback that never comes is null", async () => {
  const never = await run("export const handler = async () => { await new Promise(() => {}); };");
  assert.equal(never.payload.errorType, "Runtime.NodeJsExit");
  assert.deepEqual((await run("export const handler = (event, context, callback) => {};")).payload, null);
});

test("a callback waits for the event loop unless the handler says otherwise", async () => {
  const code = (first: string) =>
    `export const handler = (event, context, callback) => { ${first} const answer = {}; setTimeout(() => { answer.late = true; }, 50); callback(null, answer); };`;
  assert.deepEqual((await run(code(""))).payload, { late: true });
  assert.deepEqual((await run(code("context.callbackWaitsForEmptyEventLoop = false;"))).payload, {});
});

test("a large event and a large answer pass, and an answer above 6 MB is Lambda's error", async () => {
  lambda.deploy("large", "export const handler = async ({ text, times }) => text.repeat(times);");
  const text = "é".repeat(500_000);
  assert.equal((await lambda.invoke("large", { text, times: 2 })).payload.length, 1_000_000);
  const { payload, functionError } = await lambda.invoke("large", { text, times: 7 });
  assert.equal(functionError, "Unhandled");
  assert.deepEqual(payload, {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
  });
  assert.equal((await lambda.invoke("large", { text: "a", times: 3 })).payload, "aaa");
});

test("where runtimes are strict, nodejs24.x refuses a callback handler with Lambda's message, and nodejs22.x runs it", async () => {
  await using strict = await startLambda(undefined, { strictRuntimes: true });
  const code = "export const handler = (event, context, callback) => callback(null, typeof context.done);";
  strict.deploy("modern", code, { runtime: "nodejs24.x" });
  const { functionError, payload } = await strict.invoke("modern", {});
  assert.equal(functionError, "Unhandled");
  assert.equal(payload.errorType, "Runtime.CallbackHandlerDeprecated");
  assert.match(payload.errorMessage, /^ERROR: AWS Lambda has removed support for callback-based function handlers starting with/);
  strict.deploy("older", code, { runtime: "nodejs22.x" });
  assert.equal((await strict.invoke("older", {})).payload, "function");
});
