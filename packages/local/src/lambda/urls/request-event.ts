import type { IncomingMessage } from "node:http";

/** A request to a function URL: which one, and what of it. */
export interface UrlRequest {
  urlId: string;
  /** Without what names the URL. */
  path: string;
  /** Without the question mark. */
  query: string;
}

const byPath = /^\/_lambda-url\/([a-z0-9]{32})(\/[^?]*)?(?:\?(.*))?$/;
const byHost = /^([a-z0-9]{32})\.lambda-url\.[a-z0-9-]+\.localhost(?::\d+)?$/i;

/** The function URL that a request is for, by its path or by its host; undefined for any other. */
export function urlRequestOf({ headers, url = "" }: IncomingMessage): UrlRequest | undefined {
  const [, named, path = "/", query = ""] = byPath.exec(url) ?? [];
  if (named) return { urlId: named, path, query };
  const host = byHost.exec(headers.host ?? "")?.[1];
  if (host === undefined) return undefined;
  const [ofHost = "/", ...rest] = url.split("?");
  return { urlId: host.toLowerCase(), path: ofHost, query: rest.join("?") };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The event of a request, payload format version 2.0.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function requestEvent(
  request: IncomingMessage,
  { urlId, path, query }: UrlRequest,
  { body, requestId, now }: { body: Buffer; requestId: string; now: number },
): object {
  const { cookie, ...headers } = joined(request);
  const method = request.method ?? "GET";
  const parameters = new URLSearchParams(query);
  const queryStringParameters = Object.fromEntries(
    [...parameters.keys()].map((name) => [name, parameters.getAll(name).join(",")]),
  );
  const isText = /^(text\/|application\/(json|javascript|xml|[\w.-]+\+(json|xml)))/i.test(headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(query !== "" && { queryStringParameters }),
    requestContext: {
      accountId: "anonymous",
      apiId: urlId,
      domainName: headers.host,
      domainPrefix: urlId,
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress,
        userAgent: headers["user-agent"],
      },
      requestId,
      routeKey: "$default",
      stage: "$default",
      time: written(new Date(now)),
      timeEpoch: now,
    },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Small names; what a client sent more than once is joined by commas. */
function joined({ headersDistinct }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => [name, values.join(name === "cookie" ? "; " : ",")]),
  );
}

/** `21/Nov/2026:17:05:09 +0000` */
function written(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":");
  return `${two(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`;
}
