/**
 * Run as a process: hands the events of `Invoke` to one process of a function over the Runtime API, and its answers back, and does nothing
 * else: no permissions, no log, no journal, no disk. Its arguments are the runtime and the folder of the code; the handler is
 * `index.handler`. Each `PUT /cold` starts the function's process anew. Prints one line `ready <url>`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { runtimeCommandOf } from "../../packages/local/src/lambda/host/runtimes.ts";

interface Invocation {
  id: string;
  event: Buffer;
  caller: ServerResponse;
}

const [runtime = "", codeDir = ""] = process.argv.slice(2);
const waiting: Invocation[] = [];
const underWay = new Map<string, Invocation>();
let poll: ServerResponse | undefined;
let child: ChildProcess | undefined;

const server = createServer((request, response) => void handle(request, response));
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  startFunction();
  console.log(`ready ${url()}`);
});
process.once("SIGTERM", () => {
  child?.kill("SIGKILL");
  process.exit(0);
});

function url(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function startFunction(): void {
  const { command, args } = runtimeCommandOf({ runtime, memoryMb: 128 });
  child = spawn(command, args, {
    cwd: codeDir,
    // It ends when its standard input does.
    stdio: ["pipe", "ignore", "ignore"],
    env: {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: `${url().slice("http://".length)}/bare`,
      LAMBDA_TASK_ROOT: codeDir,
      _HANDLER: "index.handler",
      AWS_LAMBDA_FUNCTION_NAME: "no-op",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/no-op",
      AWS_LAMBDA_LOG_STREAM_NAME: "bare",
    },
  });
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "";
  const body = await buffer(request);
  if (path === "/cold") {
    const gone = child && once(child, "exit");
    child?.kill("SIGKILL");
    await gone;
    poll = undefined;
    startFunction();
    response.writeHead(204).end();
  } else if (path.endsWith("/invocation/next")) {
    poll = response;
    handOver();
  } else if (path.startsWith("/bare/")) {
    const [, id = ""] = /\/invocation\/([\w-]+)\/response$/.exec(path) ?? [];
    response.writeHead(202, { "content-length": 0 }).end();
    const invocation = underWay.get(id);
    underWay.delete(id);
    invocation?.caller.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  } else {
    waiting.push({ id: randomUUID(), event: body, caller: response });
    handOver();
  }
}

function handOver(): void {
  if (!poll) return;
  const next = waiting.shift();
  if (!next) return;
  underWay.set(next.id, next);
  poll.writeHead(200, {
    "content-type": "application/json",
    "content-length": next.event.length,
    "lambda-runtime-aws-request-id": next.id,
    "lambda-runtime-deadline-ms": String(Date.now() + 3_000),
    "foyer-clock-ahead-ms": "0",
    "lambda-runtime-invoked-function-arn": "arn:aws:lambda:us-east-1:000000000000:function:no-op",
    "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
  });
  poll.end(next.event);
  poll = undefined;
}
