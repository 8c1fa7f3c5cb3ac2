import type { IncomingMessage } from "node:http";
import { crc32 } from "node:zlib";
import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import type { EngineService } from "../endpoint/service.ts";
import type { Store } from "../store/store.ts";
import { checkInput } from "./check-input.ts";
import { createDatabase } from "./database.ts";
import type { DynaliteError } from "./dynalite.ts";
import { expireItems } from "./expire-items.ts";
import { operations } from "./operations/index.ts";
import { errorBody, parseRequest } from "./request-json.ts";
import { bodyLimitBytes, operationOf, targetOf } from "./target.ts";

/** What is answered here. */
export const dynamoDbOperations: ReadonlySet<string> = new Set(Object.keys(operations));

export interface DynamoDb extends EngineService {
  /** Removes every item; the tables stay. */
  clear(): void;
  /** Lets go of connections; the tables' file is the store's. */
  close(): void;
}

/** DynamoDB behind the one port: a request for it names its operation in `X-Amz-Target`. */
export function createDynamoDb(parts: { store: Store; clock: Clock; region: string; accountId: string }): DynamoDb {
  const database = createDatabase(parts);
  const { engine, entries, expiries, store } = database;
  store.define(
    "CREATE TABLE IF NOT EXISTS dynamodb_transaction (token TEXT PRIMARY KEY, digest TEXT NOT NULL, at REAL NOT NULL) WITHOUT ROWID",
  );
  return {
    name: "dynamodb",
    bodyLimitBytes,
    accepts: (request) => targetOf(request).startsWith("DynamoDB"),
    operationOf,
    async run(request, body) {
      const operation = knownOperation(request);
      try {
        expireItems(database);
        const input = checkInput(operation, parseRequest(body.toString("utf8")), engine);
        const output = await operations[operation]?.(database, input, request.headers.host ?? "");
        return answer(200, JSON.stringify(output));
      } catch (error) {
        const { body, statusCode } = error as Partial<DynaliteError>;
        if (!body || statusCode === undefined) throw error;
        return answer(statusCode, JSON.stringify(body));
      } finally {
        // An answer that only read, and an error too, may tell of what is not on disk yet.
        await store.committed();
      }
    },
    encodeError: (error) => answer(error.status ?? 400, errorBody(error)),
    clear() {
      for (const space of ["item~*", "index~*"]) entries.clear(space);
      expiries.clear();
      store.sql("DELETE FROM dynamodb_transaction").run();
    },
    close: () => {},
  };
}

function knownOperation(request: IncomingMessage): string {
  const operation = operationOf(request);
  if (dynamoDbOperations.has(operation)) return operation;
  const shown = targetOf(request)
    .replace(/[^\w.]/g, "?")
    .slice(0, 100);
  throw new AwsError("UnknownOperationException", `The local AWS does not emulate ${shown}`);
}

function answer(status: number, body: string): WireAnswer {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) };
  return { status, headers, body };
}
