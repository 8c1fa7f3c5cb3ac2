import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { AwsError } from "../endpoint/aws-error.ts";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import type { DynamoDb } from "./dynamodb.ts";
import { errorBody } from "./request-json.ts";
import { bodyLimitBytes, operationOf, targetOf } from "./target.ts";

// An import of either loads undici, which takes 50 ms.
const http = process.getBuiltinModule("node:http");
const https = process.getBuiltinModule("node:https");

const ofConnections = "connection content-length expect host keep-alive te trailer transfer-encoding upgrade".split(" ");
const ofCallers = ["authorization", "x-amz-security-token"];
const notPassedOn = new Set([...ofConnections, ...ofCallers]);
const patienceMs = 60_000;

/**
 * DynamoDB elsewhere, behind the one port: operation and body go there as they came, and the answer comes back as it is. Whoever calls,
 * the key is one: DynamoDB Local checks no signature, but without `-sharedDb` it has other tables for each key. AWS itself would refuse.
 * @param url `http://127.0.0.1:8000`
 */
export function forwardDynamoDb(url: string, region: string): DynamoDb {
  const there = new URL(url);
  const { Agent, request: open } = there.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true });
  return {
    name: "dynamodb",
    bodyLimitBytes,
    accepts: (request) => targetOf(request).startsWith("DynamoDB"),
    operationOf,
    async run(request, body) {
      const headers = { ...passedOn(request.headers), ...signature(region), "content-length": body.byteLength };
      const forwarded = open(there, { agent, method: "POST", headers });
      forwarded.setTimeout(patienceMs, () =>
        forwarded.destroy(Object.assign(new Error(), { code: "no answer within a minute" })),
      );
      // Of what breaks later the response tells, too.
      forwarded.on("error", () => {});
      forwarded.end(body);
      try {
        const [response] = (await once(forwarded, "response")) as [IncomingMessage];
        return { status: response.statusCode ?? 502, headers: textsOf(passedOn(response.headers)), body: await buffer(response) };
      } catch (error) {
        throw unreachable(url, operationOf(request), (error as NodeJS.ErrnoException).code);
      }
    },
    encodeError: (error): WireAnswer => ({
      status: error.status ?? 400,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: errorBody(error),
    }),
    // The items are another server's.
    clear: () => {},
    close: () => agent.destroy(),
  };
}

function unreachable(url: string, operation: string, code = "the connection broke"): AwsError {
  return new AwsError(
    "ServiceUnavailable",
    `Cannot forward ${operation.replace(/[^\w.]/g, "?").slice(0, 100)} to the DynamoDB at ${url} (${code}): start it there, or start the local AWS without it (foyer dev without --dynamodb)`,
    { status: 503 },
  );
}

/** In the form of one, by the key `test`. */
function signature(region: string): { authorization: string; "x-amz-date": string } {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `test/${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`;
  return { authorization, "x-amz-date": date };
}

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  // The endpoint answers for the guard of browsers itself.
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !notPassedOn.has(name) && !name.startsWith("access-control-")),
  );
}

function textsOf(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
