import type { IncomingMessage } from "node:http";
import { AwsError } from "./aws-error.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { ApiRequest, Handler } from "./foyer-api-routes.ts";
import type { EngineService } from "./service.ts";

/** What reads for the console. */
export interface Reading {
  /** Calls an operation without a socket. Rejects with an `AwsError`. */
  call: (service: string, operation: string, input: unknown) => Promise<unknown>;
  dynamodb: EngineService;
}

const services = new Set(["dynamodb", "events", "lambda", "states"]);

/**
 * `POST /_foyer/read/<service>.<Operation>`: an operation of AWS that only reads, with its input as the body. No fault strikes it and no
 * fault counts it: who looks on changes nothing.
 */
export function readRoutes(reading: Reading): Record<string, Handler> {
  return {
    POST: async ({ path: [name = ""], body }) => {
      const [service = "", operation = ""] = name.split(".");
      if (!services.has(service) || !/^(?:List|Describe|Get)[A-Z]\w*$|^(?:Scan|Query)$/.test(operation))
        throw new ApiError(400, "BadRequest", `'${name}' is nothing to read here, such as dynamodb.Scan`);
      const input = await inputOf(body);
      try {
        return await (service === "dynamodb"
          ? viaEngine(reading.dynamodb, operation, input)
          : reading.call(service, operation, input));
      } catch (error) {
        throw error instanceof AwsError ? new ApiError(error.status ?? 400, error.name, error.message) : error;
      }
    },
  };
}

async function inputOf(body: ApiRequest["body"]): Promise<object> {
  const input = await body();
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  throw new ApiError(400, "BadRequest", "The body must be an object: the operation's input");
}

async function viaEngine(engine: EngineService, operation: string, input: object): Promise<unknown> {
  const headers = { "x-amz-target": `DynamoDB_20120810.${operation}`, "content-type": "application/x-amz-json-1.0" };
  // Of a request that asks for an operation, an engine reads the head.
  const { status, body } = await engine.run({ headers } as unknown as IncomingMessage, Buffer.from(JSON.stringify(input)));
  const output = JSON.parse(String(body));
  if (status < 400) return output;
  const code = String(output.__type ?? "Failed").replace(/^.*#/, "");
  throw new ApiError(status, code, output.message ?? output.Message ?? code);
}
