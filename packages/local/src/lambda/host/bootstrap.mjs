/**
 * What runs in a function's process: loads the handler, then asks the Runtime API for one invocation after the other, as the
 * Node.js runtime of Lambda does. Plain JavaScript without a dependency, because it starts with every cold start.
 */
import { answerOf, checkHandler } from "./call-handler.mjs";
import { errorPayload, RuntimeError } from "./error-payload.mjs";
import { loadHandler } from "./load-handler.mjs";
import { moveClock } from "./moved-clock.mjs";
import { patchConsole } from "./patch-console.mjs";
import { redirectAws } from "./redirect-aws.mjs";
import { runtimeClient } from "./runtime-client.mjs";

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: taskRoot, _HANDLER: handlerName, AWS_ENDPOINT_URL } = process.env;
const client = runtimeClient(api);
const instanceId = api.slice(api.lastIndexOf("/") + 1);
const [writeOut, writeErr] = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
/** The invocation under way; undefined while loading and between two. */
let requestId;
const log = patchConsole(writeOut, () => requestId);

// The parent holds the other end: it closes when the parent ends, however it ends.
process.stdin.on("close", () => process.kill(process.pid, "SIGKILL")).resume();
process.stdin.unref();

process.on("uncaughtException", (error) => fail("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) => {
  const error = new RuntimeError("UnhandledPromiseRejection", reason instanceof Error ? String(reason) : `${reason}`);
  if (reason instanceof Error) error.stack = reason.stack;
  fail("Unhandled Promise Rejection", error, 128);
});

if (AWS_ENDPOINT_URL) redirectAws(AWS_ENDPOINT_URL);
let handler;
try {
  handler = await loadHandler(taskRoot, handlerName);
  checkHandler(handler);
} catch (error) {
  await fail("Uncaught Exception", error, 1);
}
for (;;) {
  const invocation = await client.next();
  requestId = invocation.requestId;
  moveClock(invocation.clockAheadMs);
  let answer;
  try {
    answer = { body: await answerOf(handler, invocation) };
  } catch (error) {
    log("ERROR", `Invoke Error \t${errorForLog(error)}`);
    answer = { error: errorPayload(error) };
  }
  endLog();
  requestId = undefined;
  await client.answer(invocation.requestId, answer);
}

/** Tells that the process can not go on, as the error of the invocation or of the start, and ends it. */
async function fail(what, error, exitCode) {
  log("ERROR", `${what} \t${errorForLog(error)}`);
  endLog();
  const id = requestId;
  requestId = undefined;
  await (id === undefined ? client.initError(errorPayload(error)) : client.answer(id, { error: errorPayload(error) }));
  process.exit(exitCode);
}

/** Marks in both streams that all lines of the invocation have been written, so that none is counted to the next. */
function endLog() {
  const mark = `\0${instanceId} ${process.memoryUsage.rss()}\n`;
  writeOut(mark);
  writeErr(mark);
}

function errorForLog(error) {
  if (!(error instanceof Error)) return JSON.stringify(errorPayload(error));
  const stack = String(error.stack).split("\n");
  try {
    return JSON.stringify({ errorType: error.name, errorMessage: error.message, code: error.code, ...error, stack });
  } catch {
    return JSON.stringify({ errorType: error.name, errorMessage: error.message, stack }); // it holds itself
  }
}
