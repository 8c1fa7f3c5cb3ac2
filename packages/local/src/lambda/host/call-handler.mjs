import { RuntimeError } from "./error-payload.mjs";

/** What to do once nothing is left to wait for: Lambda ends a callback style invocation then. */
let whenNothingIsLeft = () => {};
process.on("beforeExit", () => whenNothingIsLeft());

// Lambda's runtimes from Node.js 24 on have neither; Foyer refuses them only where it is told to.
const refusesCallbacks = process.env.FOYER_STRICT_RUNTIME === "1";

/** @throws {RuntimeError} for a handler that Lambda takes for callback style, which it tells by the parameters alone. */
export function checkHandler(handler) {
  if (!refusesCallbacks || handler.length < 3) return;
  throw new RuntimeError(
    "CallbackHandlerDeprecated",
    "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
  );
}

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
    if (typeof returned?.then === "function")
      returned.then(
        (result) => done(null, result),
        (error) => done(error ?? "handled"),
      );
  } catch (error) {
    done(error ?? "handled");
  }
  return promise;
}

function contextOf({ requestId, functionArn, deadlineMs }, done) {
  const { env } = process;
  const endings = { done, succeed: (result) => done(null, result), fail: (error) => done(error ?? "handled") };
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
    ...(!refusesCallbacks && endings),
  };
}
