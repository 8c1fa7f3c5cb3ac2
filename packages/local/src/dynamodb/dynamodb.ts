import { mkdirSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { AwsError } from "../endpoint/aws-error.ts";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import type { EngineService } from "../endpoint/service.ts";
import { Engine } from "./engine.ts";
import { errorBody } from "./request-json.ts";

/** DynamoDB's own bound on a request. */
const maxRequestBytes = 16 * 1024 * 1024;
const targetPrefix = "DynamoDB_20120810.";

/** What dynalite 4.0.0 knows. */
export const dynamoDbOperations: ReadonlySet<string> = new Set([
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

export interface DynamoDb extends EngineService {
  /** Starts the engine in the background, so that the first request does not wait for it. */
  warm(): void;
  /** Removes every item; the tables stay. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** The tables are in its folder `dynamodb`; absent: in memory. */
  dataDir?: string | undefined;
  region?: string | undefined;
  accountId?: string | undefined;
}

/** DynamoDB behind the one port: a request for it names its operation in `X-Amz-Target`. */
export function createDynamoDb(options: DynamoDbOptions = {}): DynamoDb {
  const { dataDir, region = "us-east-1", accountId = "000000000000" } = options;
  const path = dataDir === undefined ? undefined : join(dataDir, "dynamodb");
  if (path !== undefined) mkdirSync(path, { recursive: true });
  const engine = new Engine({ path, region, accountId });
  return {
    name: "dynamodb",
    bodyLimitBytes: maxRequestBytes,
    accepts: (request) => targetOf(request).startsWith("DynamoDB"),
    operationOf: (request) => targetOf(request).slice(targetPrefix.length),
    async run(request, body) {
      const { status, body: output } = await engine.run(knownOperation(targetOf(request)), body.toString("utf8"));
      return answer(status, output);
    },
    encodeError: (error) => answer(error.status ?? 400, errorBody(error)),
    warm: () => void engine.start(),
    clear: () => engine.clear(),
    close: () => engine.stop(),
  };
}

function targetOf(request: IncomingMessage): string {
  return String(request.headers["x-amz-target"] ?? "");
}

function knownOperation(target: string): string {
  const operation = target.slice(targetPrefix.length);
  if (target.startsWith(targetPrefix) && dynamoDbOperations.has(operation)) return operation;
  const shown = target.replace(/[^\w.]/g, "?").slice(0, 100);
  throw new AwsError("UnknownOperationException", `The local AWS does not emulate ${shown}`);
}

function answer(status: number, body: string): WireAnswer {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) };
  return { status, headers, body };
}
