import { mkdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { AwsError } from "../endpoint/aws-error.ts";
import { readBody } from "../endpoint/body.ts";
import type { RawService } from "../endpoint/service.ts";
import { Engine } from "./engine.ts";
import { errorBody } from "./request-json.ts";

/** DynamoDB's own bound on a request. */
const maxRequestBytes = 16 * 1024 * 1024;
const targetPrefix = "DynamoDB_20120810.";

/** What dynalite 4.0.0 knows. */
const operations = new Set([
  "BatchGetItem",
  "BatchWriteItem",
  "CreateTable",
  "DeleteItem",
  "DeleteTable",
  "DescribeTable",
  "DescribeTimeToLive",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "PutItem",
  "Query",
  "Scan",
  "TagResource",
  "UntagResource",
  "UpdateItem",
  "UpdateTable",
]);

export interface DynamoDb extends RawService {
  /** Starts the engine in the background, so that the first request does not wait for it. */
  warm(): void;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** The tables are in its folder `dynamodb`; absent: in memory. */
  dataDir?: string | undefined;
  region?: string | undefined;
  accountId?: string | undefined;
  /** Told of failures that are the engine's own fault. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
}

/** DynamoDB behind the one port: a request for it names its operation in `X-Amz-Target`. */
export function createDynamoDb(options: DynamoDbOptions = {}): DynamoDb {
  const { dataDir, region = "us-east-1", accountId = "000000000000" } = options;
  const path = dataDir === undefined ? undefined : join(dataDir, "dynamodb");
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const engine = new Engine({ path, region, accountId });
  return {
    name: "dynamodb",
    accepts: (request) => String(request.headers["x-amz-target"] ?? "").startsWith("DynamoDB"),
    handle: (request, response) => void handle(engine, options, request, response),
    warm: () => void engine.start(),
    close: () => engine.stop(),
  };
}

async function handle(
  engine: Engine,
  { onError }: DynamoDbOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = String(request.headers["x-amz-target"])
    .replace(/[^\w.]/g, "?")
    .slice(0, 100);
  try {
    const body = await readBody(request, maxRequestBytes);
    const operation = operationOf(target);
    const { status, body: output } = await engine.run(operation, body.toString("utf8"));
    send(response, status, output);
  } catch (error) {
    if (response.destroyed) return;
    if (!(error instanceof AwsError)) onError?.(error, target, String(response.getHeader("x-amzn-requestid") ?? ""));
    const known = error instanceof AwsError ? error : engineFailure();
    if (known.status === 413) response.setHeader("connection", "close");
    send(response, known.status ?? 400, errorBody(known));
  }
}

function operationOf(target: string): string {
  const operation = target.slice(targetPrefix.length);
  if (target.startsWith(targetPrefix) && operations.has(operation)) return operation;
  throw new AwsError("UnknownOperationException", `The local AWS does not emulate ${target}`);
}

function engineFailure(): AwsError {
  const message = "The local DynamoDB failed; the log of the local AWS names the cause under this request id";
  return new AwsError("InternalServerError", message, { status: 500 });
}

function send(response: ServerResponse, status: number, body: string): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    "content-length": bytes.length,
    "x-amz-crc32": crc32(bytes),
  });
  response.end(bytes);
}
