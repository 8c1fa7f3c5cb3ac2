import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type LambdaUnderTest, startLambda } from "../../test-lambda.ts";

/** True if `python3` runs these words of Python. */
function pythonRuns(code: string): boolean {
  return spawnSync("python3", ["-c", code]).status === 0;
}

const skip = pythonRuns("pass") ? false : "there is no python3 on this machine";
const skipBoto3 = pythonRuns("import boto3") ? false : "python3 has no boto3 here";

describe("functions in Python", { skip }, () => {
  let lambda: LambdaUnderTest;
  before(async () => {
    lambda = await startLambda();
  });
  after(() => lambda.stop());

  function deploy(name: string, code: string | Record<string, string>, more = {}) {
    const files = typeof code === "string" ? { "lambda_function.py": code } : code;
    lambda.deploy(name, files, { runtime: "python3.13", handler: "lambda_function.lambda_handler", ...more });
  }

  test("a Python handler gets its event and its context, and its answer comes back", async () => {
    deploy(
      "greets",
      `import os
def lambda_handler(event, context):
    event["response"] = {"name": context.function_name, "memory": context.memory_limit_in_mb,
                         "id": context.aws_request_id, "left": 0 < context.get_remaining_time_in_millis() <= 3000,
                         "runtime": os.environ["AWS_EXECUTION_ENV"], "accent": "é"}
    return event`,
    );
    const { payload, requestId } = await lambda.invoke("greets", { name: "Zoë" });
    assert.deepEqual(payload, {
      name: "Zoë",
      response: { name: "greets", memory: "128", id: requestId, left: true, runtime: "AWS_Lambda_python3.13", accent: "é" },
    });
  });

  test("nothing is written beside the code", async () => {
    deploy("clean", {
      "lambda_function.py": "import part, os\ndef lambda_handler(event, context):\n    return os.listdir()",
      "part.py": "",
    });
    assert.deepEqual((await lambda.invoke("clean", {})).payload.sort(), ["lambda_function.py", "part.py"]);
    assert.equal(existsSync(join(import.meta.dirname, "__pycache__")), false);
  });

  test("an exception is Lambda's error object, and the next invocation runs in the same process", async () => {
    deploy(
      "fails",
      `import os
def lambda_handler(event, context):
    if event.get("fail"):
        raise ValueError("no such user")
    return os.getpid()`,
    );
    const { payload: first } = await lambda.invoke("fails", {});
    const failed = await lambda.invoke("fails", { fail: true });
    assert.equal(failed.functionError, "Unhandled");
    const { errorMessage, errorType, requestId, stackTrace } = failed.payload;
    assert.deepEqual([errorMessage, errorType, requestId], ["no such user", "ValueError", failed.requestId]);
    assert.match(stackTrace[0], /lambda_function\.py", line 4, in lambda_handler/);
    assert.equal((await lambda.invoke("fails", {})).payload, first);
  });

  test("what cannot be loaded or answered is named as on Lambda", async () => {
    const cases: [name: string, code: string, errorType: string, message: RegExp][] = [
      [
        "no-module",
        "import nothing_of_that_name",
        "Runtime.ImportModuleError",
        /^Unable to import module 'lambda_function': No module named 'nothing_of_that_name'$/,
      ],
      ["no-handler", "x = 1", "Runtime.HandlerNotFound", /^Handler 'lambda_handler' missing on module 'lambda_function'$/],
      ["bad-syntax", "def (", "Runtime.UserCodeSyntaxError", /^Syntax error in module 'lambda_function': /],
      [
        "bad-answer",
        "def lambda_handler(event, context):\n    return {1, 2}",
        "Runtime.MarshalError",
        /^Unable to marshal response: Object of type set/,
      ],
    ];
    for (const [name, code, errorType, message] of cases) {
      deploy(name, code);
      const { payload } = await lambda.invoke(name, {});
      assert.equal(payload.errorType, errorType);
      assert.match(payload.errorMessage, message);
    }
  });

  test("prints and logging are lines of the invocation, the logging's with Lambda's prefix", async () => {
    deploy(
      "talks",
      `import logging
logging.getLogger().setLevel("INFO")
def lambda_handler(event, context):
    print("plain")
    logging.info("two\\nlines")`,
    );
    const { requestId } = await lambda.invoke("talks", {});
    const lines = lambda.functions.logs({ invocationId: requestId as string }).map(({ text }) => text);
    assert.equal(lines[1], "plain");
    assert.match(lines[2] ?? "", new RegExp(`^\\[INFO\\]\t[-\\dT:.]+Z\t${requestId}\ttwo\nlines$`));
    assert.match(lines.at(-1) ?? "", /^REPORT .*Max Memory Used: \d+ MB/);
  });

  test("a Python function that never ends is stopped by its timeout", { timeout: 20_000 }, async () => {
    deploy("hangs", "import time\ndef lambda_handler(event, context):\n    time.sleep(60)", { timeoutSeconds: 1 });
    const { payload } = await lambda.invoke("hangs", {});
    assert.match(payload.errorMessage, /Task timed out after 1\.00 seconds$/);
  });

  test("boto3 finds the local AWS without a word in the handler", {
    skip: skipBoto3,
    timeout: 30_000,
  }, async () => {
    deploy(
      "boto",
      `import boto3
def lambda_handler(event, context):
    return [f["FunctionName"] for f in boto3.client("lambda").list_functions()["Functions"] if f["FunctionName"] == "boto"]`,
      { timeoutSeconds: 20 },
    );
    assert.deepEqual((await lambda.invoke("boto", {})).payload, ["boto"]);
  });

  test("without boto3 the error says what to install", async () => {
    deploy("no-boto", {
      "lambda_function.py": "import boto3",
      "boto3.py": "raise ModuleNotFoundError(\"No module named 'boto3'\", name='boto3')",
    });
    const { payload } = await lambda.invoke("no-boto", {});
    assert.match(payload.errorMessage, /No module named 'boto3' \(the python3 of this machine has none: install boto3/);
  });
});
