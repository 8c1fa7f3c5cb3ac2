/** An HTTP answer. */
export interface UrlAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** What a handler may give for an HTTP request. */
interface Given {
  statusCode: unknown;
  headers?: Record<string, unknown>;
  cookies?: unknown[];
  body?: unknown;
  isBase64Encoded?: unknown;
}

/** What a client is told of a function that failed, or whose answer is none. */
export const badGateway: UrlAnswer = refusal(502, "Internal Server Error");

/** An answer in Lambda's own words. */
export function refusal(status: number, Message: string): UrlAnswer {
  return { status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify({ Message })) };
}

/**
 * The answer of what a handler gave: as it says, if it has a `statusCode`; else 200 with the whole as JSON.
 * @param payload JSON
 */
export function handlerAnswer(payload: string): UrlAnswer {
  const given: unknown = JSON.parse(payload);
  if (!isStructured(given))
    return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(payload === "null" ? "" : payload) };
  const { statusCode, headers = {}, cookies = [], body = "", isBase64Encoded } = given;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return badGateway;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    status,
    headers: {
      "content-type": "application/json",
      // A line break would be another header.
      ...Object.fromEntries(
        Object.entries(headers)
          .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
          .filter(([name, value]) => /^[\w-]+$/.test(name) && !ofConnections.has(name) && !/[\r\n]/.test(value)),
      ),
      ...(cookies.length > 0 && { "set-cookie": cookies.map(String).filter((cookie) => !/[\r\n]/.test(cookie)) }),
    },
    body: Buffer.from(text, isBase64Encoded === true ? "base64" : "utf8"),
  };
}

// An answer's length is its body's, and how it is sent is no matter of the handler's.
const ofConnections = new Set(["connection", "content-length", "keep-alive", "trailer", "transfer-encoding", "upgrade"]);

function isStructured(given: unknown): given is Given {
  return typeof given === "object" && given !== null && "statusCode" in given;
}
