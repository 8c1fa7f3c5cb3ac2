import type { IncomingMessage, ServerResponse } from "node:http";

const loopback = /^(localhost|([\w-]+\.)+localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;
// Where the name of a bucket is in the host. Nobody but AWS can give out these names, so none of them is a stranger's.
const s3Host = /^([\w-]+\.)*s3([.-][a-z0-9-]+)?\.amazonaws\.com(:\d+)?$/i;

/**
 * Keeps a web page of another site from driving the local AWS: the `Host` must be a loopback name (so a name that a stranger
 * points at 127.0.0.1 is refused), and so must the `Origin`, when there is one.
 * @param fromAnySite true for an address to which pages of other sites send forms, which proves by itself who may do what
 * @returns why the request is refused, or undefined.
 */
export function refusal(request: IncomingMessage, allowedHosts: readonly string[], fromAnySite = false): string | undefined {
  const host = request.headers.host ?? "";
  if (!isAllowed(host, allowedHosts) && !s3Host.test(host)) return `Host '${printable(host)}' is not a loopback name`;
  if (fromAnySite) return undefined;
  const { origin } = request.headers;
  if (origin !== undefined) {
    if (!isAllowed(origin.replace(/^https?:\/\//, ""), allowedHosts))
      return `Origin '${printable(origin)}' is not a loopback origin`;
  } else if (request.headers["sec-fetch-site"] === "cross-site" && request.headers["sec-fetch-mode"] !== "navigate") {
    // To a browser localhost and 127.0.0.1 are two sites, and a picture's request has no Origin. No page can name another as its referrer.
    const referrer = /^https?:\/\/([^/]+)\//.exec(request.headers.referer ?? "")?.[1] ?? "";
    if (!isAllowed(referrer, allowedHosts)) return "a page of another site sent it";
  }
  return undefined;
}

function isAllowed(authority: string, allowedHosts: readonly string[]): boolean {
  return loopback.test(authority) || allowedHosts.includes(authority.replace(/:\d+$/, "").toLowerCase());
}

function printable(value: string): string {
  return value.replace(/[^\x20-\x7e]/g, "?").slice(0, 100);
}

/** Browsers may read every answer that the guard let through, with the headers that Amplify looks at. */
export function allowCors(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("vary", "Origin");
  response.setHeader("access-control-expose-headers", "x-amzn-errortype, x-amzn-requestid, x-amzn-errormessage, date, etag");
}

/** Answers a CORS preflight. */
export function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("access-control-allow-methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
  response.setHeader("access-control-max-age", "86400");
  if (request.headers["access-control-request-private-network"])
    response.setHeader("access-control-allow-private-network", "true");
  response.writeHead(204).end();
}
