import type { IncomingMessage, ServerResponse } from "node:http";
import type { ConsoleFiles } from "./console-files.ts";

/**
 * Nothing is loaded from elsewhere, no script and no style runs that is not a file of the console, and no page frames it. Mails are shown in a
 * frame of their own address, which has a policy of its own.
 */
const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Answers a request for a file of the console.
 * @param pathname `/_foyer/` and what follows
 * @returns false if there is none: somebody else is to answer.
 */
export function serveConsole(files: ConsoleFiles, pathname: string, request: IncomingMessage, response: ServerResponse): boolean {
  const name = pathname.replace(/^\/_foyer\/?/, "") || "index.html";
  const file = files.get(name);
  if (!file) return false;
  const takesGzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const body = takesGzip ? file.gzipped : file.body;
  const headers = {
    etag: file.etag,
    "cache-control": file.immutable ? "public, max-age=31536000, immutable" : "no-cache",
    "x-content-type-options": "nosniff",
    "content-security-policy": securityPolicy,
    "referrer-policy": "no-referrer",
    vary: "Accept-Encoding",
  };
  if (request.headers["if-none-match"]?.includes(file.etag)) {
    response.writeHead(304, headers).end();
    return true;
  }
  response.writeHead(200, {
    ...headers,
    "content-type": file.type,
    "content-length": body.byteLength,
    ...(takesGzip && { "content-encoding": "gzip" }),
  });
  response.end(request.method === "HEAD" ? undefined : body);
  return true;
}
