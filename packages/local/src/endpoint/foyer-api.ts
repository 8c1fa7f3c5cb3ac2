import type { IncomingMessage, ServerResponse } from "node:http";
import { ConsoleFiles } from "../console/console-files.ts";
import { serveConsole } from "../console/serve-console.ts";
import { AwsError } from "./aws-error.ts";
import { readBody } from "./body.ts";
import { ApiError } from "./foyer-api-error.ts";
import { EventStreams } from "./foyer-api-events.ts";
import { LogStreams } from "./foyer-api-log-stream.ts";
import { foyerPage } from "./foyer-api-page.ts";
import { type FoyerApiParts, type Handler, routesOf } from "./foyer-api-routes.ts";
import { serveMailFile } from "./serve-mail-file.ts";
import type { RawService } from "./service.ts";

export interface FoyerApiOptions extends FoyerApiParts {
  /** Told of failures that are the local AWS's own fault. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
}

export interface FoyerApi extends RawService {
  /** Ends the open event streams. */
  close(): void;
}

const maxBodyBytes = 65_536;

/** `/_foyer/…`: what the command line, the console and tests in any language read and steer. */
export function foyerApi(options: FoyerApiOptions): FoyerApi {
  const streams = new EventStreams(options.journal);
  const logStreams = new LogStreams(options.functions.logEvents);
  const routes = routesOf(options);
  const consoleFiles = new ConsoleFiles();
  return {
    name: "foyer",
    accepts: (request) => /^\/_foyer(?:[/?]|$)/.test(request.url ?? ""),
    handle(request, response) {
      const { pathname, searchParams } = urlOf(request);
      if (request.method === "GET" && pathname === "/_foyer/events") return streams.serve(request, response);
      if (request.method === "GET" && pathname === "/_foyer/log-stream")
        return logStreams.serve(searchParams.get("function") ?? "", headersOf(request)["last-event-id"], response);
      if (isRead(request) && serveConsole(consoleFiles, pathname, request, response)) return;
      if (isRead(request) && /^\/_foyer\/?$/.test(pathname)) return sendPage(response, options.config);
      if (isRead(request) && serveMailFile(options.inbox, pathname, searchParams, response)) return;
      void answer(options, routes, request, response);
    },
    close() {
      streams.close();
      logStreams.close();
    },
  };
}

async function answer(
  options: FoyerApiOptions,
  routes: Record<string, Record<string, Handler>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const { pathname, searchParams } = urlOf(request);
    const [name = "", ...path] = pathname.slice("/_foyer/".length).replace(/\/$/, "").split("/").map(decoded);
    const methods = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (!methods || path.length > 1) throw new ApiError(404, "NotFound", `There is nothing at /_foyer/${name}`);
    const handler = methods[request.method === "HEAD" ? "GET" : (request.method ?? "")];
    if (!handler) {
      response.setHeader("allow", Object.keys(methods).join(", "));
      throw new ApiError(405, "MethodNotAllowed", `/_foyer/${name} takes ${Object.keys(methods).join(" or ")}`);
    }
    const output = await handler({
      path,
      query: searchParams,
      headers: headersOf(request),
      body: () => jsonBody(request),
      text: () => textBody(request),
    });
    // What is shown must be on disk, and so must what was done.
    await options.journal.committed();
    send(response, 200, output);
  } catch (error) {
    if (response.destroyed) return;
    const known = error instanceof ApiError ? error : asApiError(error, options, request, response);
    if (known.status === 413) response.setHeader("connection", "close");
    send(response, known.status, { error: { code: known.code, message: known.message } });
  }
}

function asApiError(error: unknown, options: FoyerApiOptions, request: IncomingMessage, response: ServerResponse): ApiError {
  if (error instanceof AwsError && error.status === 413) return new ApiError(413, "TooLarge", error.message);
  if (error instanceof AwsError && error.status === 408) return new ApiError(408, "Timeout", error.message);
  const name = urlOf(request).pathname.split("/")[2];
  options.onError?.(error, `foyer:${name}`, String(response.getHeader("x-amzn-requestid") ?? ""));
  return new ApiError(500, "InternalFailure", "The local AWS failed; its log names the cause under this request id");
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function textBody(request: IncomingMessage): Promise<string> {
  return (await readBody(request, maxBodyBytes)).toString("utf8");
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const body = await textBody(request);
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiError(400, "BadRequest", "The body is not JSON");
  }
}

function urlOf({ url = "/" }: IncomingMessage): { pathname: string; searchParams: URLSearchParams } {
  const mark = url.indexOf("?");
  const pathname = mark === -1 ? url : url.slice(0, mark);
  return { pathname, searchParams: new URLSearchParams(mark === -1 ? "" : url.slice(mark)) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ApiError(400, "BadRequest", "The path is not valid percent-encoding");
  }
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

function send(response: ServerResponse, status: number, output: unknown): void {
  const headers = { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff" };
  response.writeHead(status, headers).end(JSON.stringify(output));
}

function sendPage(response: ServerResponse, config: Record<string, unknown>): void {
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(foyerPage(config));
}
