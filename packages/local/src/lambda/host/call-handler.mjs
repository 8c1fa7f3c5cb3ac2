import { RuntimeError } from "./error-payload.mjs";

/** What to do once nothing is left to wait for: Lambda ends a callback style invocation then. */
let whenNothingIsLeft = () => {};
process.on("beforeExit", () => whenNothingIsLeft());

/**
 * Runs the handler for one invocation: async, callback style or by `context.done`, `succeed` and `fail`.
 * @returns the answer as JSON; rejects with what the handler failed with.
 */
export async function answerOf(handler, invocation) {
  process.env._X_AMZN_TRACE_ID = invocation.traceId;
  const result = await resultOf(handler, JSON.parse(invocation.payload), invocation);
  whenNothingIsLeft = () => {};
  try {
    return JSON.stringify(result === undefined ? null : result) ?? "null";
  } catch {
    throw new Error("Unable to stringify response body");
  }
}

function resultOf(handler, event, invocation) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let isDone = false;
  const once = (end) => (error, result) => {
    if (isDone) return;
    isDone = true;
    if (error === undefined || error === null) end(result);
    else reject(error);
  };
  const done = once(resolve);
  const context = contextOf(invocation, done);
  const callback = once((result) => {
    if (context.callbackWaitsForEmptyEventLoop) whenNothingIsLeft = () => resolve(result);
    else resolve(result);
  });
  whenNothingIsLeft = () => {
    if (handler.constructor.name !== "AsyncFunction") return done(null, null);
    done(
      new RuntimeError(
        "NodeJsExit",
        "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes",
      ),
    );
  };
  try {
    const returned = handler(event, context, callback);
    if (typeof returned?.then === "function") returned.then(context.succeed, context.fail);
  } catch (error) {
    done(error ?? "handled");
  }
  return promise;
}

function contextOf({ requestId, functionArn, deadlineMs }, done) {
  const { env } = process;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    done,
    succeed: (result) => done(null, result),
    fail: (error) => done(error ?? "handled"),
  };
}
