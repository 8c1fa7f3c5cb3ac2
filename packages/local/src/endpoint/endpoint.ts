import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { loadModel } from "../model/load-model.ts";
import type { ServiceModel } from "../model/service-model.ts";
import type { Store } from "../store/store.ts";
import { AwsError } from "./aws-error.ts";
import { readBody } from "./body.ts";
import { allowCors, answerPreflight, refusal } from "./guard.ts";
import type { Protocol, WireAnswer } from "./protocols/protocol.ts";
import { checkRequired } from "./protocols/required.ts";
import { restJson } from "./protocols/rest-json.ts";
import { queryOperation, RouteError, route } from "./route.ts";
import type { Call, Caller, Operation, RawService, Service } from "./service.ts";

export interface EndpointOptions {
  /** 0 takes a free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string | undefined;
  /** Names beside the loopback ones that `Host` and `Origin` may hold. */
  allowedHosts?: readonly string[] | undefined;
  store: Store;
  services: Service[];
  rawServices: RawService[];
  /** Who signs with this access key; undefined: a developer. */
  identify?: (accessKeyId: string) => Caller | undefined;
  /** Told of failures that are the local AWS's own fault. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
}

/** The one port of the local AWS. */
export interface Endpoint {
  port: number;
  url: string;
  /** Calls an operation as a request would, without a socket. Throws `AwsError`. */
  call(service: string, operation: string, input: unknown): Promise<unknown>;
  /** Takes no new request, lets those under way finish for at most two seconds, then closes. */
  stop(): Promise<void>;
}

// Bytes a body may hold: a sync Lambda payload is 6 MB, a raw SES v2 message 40 MB before base64.
const bodyLimits: Record<string, number> = { lambda: 6_291_456, ses: 14_000_000, sesv2: 56_000_000 };
const defaultBodyLimit = 1_048_576;

export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const find = createFinder(options.services);
  const server = createServer((request, response) => void serve(options, find, request, response));
  server.keepAliveTimeout = 65_000;
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(options.port, options.host ?? "127.0.0.1", resolve);
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async call(service, operation, input) {
      const call: Call = {
        requestId: randomUUID(),
        caller: { kind: "developer" },
        userAgent: "foyer",
        signal: new AbortController().signal,
      };
      const model = loadModel(service);
      const run = find(model, operation);
      checkRequired(model, model.operations[operation]?.input ?? "Unit", input);
      const output = await run(input, call);
      await options.store.committed();
      return output;
    },
    stop: () => stop(server),
  };
}

type Find = (model: ServiceModel, name: string) => Operation;

function createFinder(services: Service[]): Find {
  const byName = new Map(services.map((service) => [service.name, service]));
  return (model, name) => {
    const operations = byName.get(model.service)?.operations ?? {};
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation)
      throw new AwsError("UnknownOperationException", `The local AWS does not emulate ${model.service}:${name}`, { status: 400 });
    return operation;
  };
}

async function serve(options: EndpointOptions, find: Find, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-amzn-requestid", requestId);
  const refused = refusal(request, options.allowedHosts ?? []);
  if (refused !== undefined) {
    return send(
      response,
      restJson.encodeError(undefined, new AwsError("AccessDeniedException", `Refused: ${refused}`), 403, requestId),
      true,
    );
  }
  allowCors(request, response);
  if (request.method === "OPTIONS") return answerPreflight(request, response);
  for (const raw of options.rawServices) {
    if (raw.accepts(request)) return raw.handle(request, response);
  }
  const { answer, close } = await answerOf(options, find, request, response, requestId);
  if (!response.destroyed) send(response, answer, close);
}

async function answerOf(
  options: EndpointOptions,
  find: Find,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
) {
  let protocol: Protocol = restJson;
  let model: ServiceModel | undefined;
  let name = "";
  try {
    const [path, search] = splitUrl(request.url ?? "/");
    const found = route(request, path);
    protocol = found.protocol;
    const limit = found.target ? (bodyLimits[found.target.model.service] ?? defaultBodyLimit) : (bodyLimits.ses as number);
    model = found.target?.model;
    const body = await readBody(request, limit);
    const query = new URLSearchParams(found.target ? search : body.toString("utf8"));
    const target = found.target ?? queryOperation(query);
    model = target.model;
    name = target.name;
    const run = find(model, name);
    const input = protocol.decode(model, target.operation, { headers: request.headers, body, labels: found.labels, query });
    const output = await run(input, callOf(options, request, response, requestId));
    await options.store.committed();
    return { answer: protocol.encode(model, name, target.operation, output, requestId), close: false };
  } catch (error) {
    if (error instanceof RouteError)
      return { answer: error.protocol.encodeError(error.model, error.cause, error.cause.status ?? 400, requestId), close: true };
    // What the operation wrote before it failed must be on disk too before its error is seen.
    await options.store.committed().catch((cause) => options.onError?.(cause, name, requestId));
    const known = error instanceof AwsError ? error : internalFailure(error, model, name, requestId, options);
    const status = known.status ?? model?.errors[known.name]?.status ?? 400;
    return { answer: protocol.encodeError(model, known, status, requestId), close: status === 413 };
  }
}

function callOf(options: EndpointOptions, request: IncomingMessage, response: ServerResponse, requestId: string): Call {
  const abort = new AbortController();
  response.on("close", () => {
    if (!response.writableEnded) abort.abort();
  });
  const accessKeyId = /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? "")?.[1];
  const caller = (accessKeyId && options.identify?.(accessKeyId)) || {
    kind: "developer" as const,
    ...(accessKeyId && { accessKeyId }),
  };
  return {
    requestId,
    caller,
    userAgent: String(request.headers["x-amz-user-agent"] ?? request.headers["user-agent"] ?? ""),
    signal: abort.signal,
  };
}

// The name under which each service reports its own failure; the cause goes to the log, never to the client.
const internalNames: Record<string, string> = {
  "cognito-idp": "InternalErrorException",
  events: "InternalException",
  lambda: "ServiceException",
  sesv2: "InternalServiceErrorException",
};

function internalFailure(
  error: unknown,
  model: ServiceModel | undefined,
  name: string,
  requestId: string,
  options: EndpointOptions,
): AwsError {
  options.onError?.(error, `${model?.service ?? "?"}:${name}`, requestId);
  return new AwsError(
    internalNames[model?.service ?? ""] ?? "InternalFailure",
    "The local AWS failed; its log names the cause under this request id",
    { status: 500 },
  );
}

function send(response: ServerResponse, answer: WireAnswer, close: boolean): void {
  const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    ...answer.headers,
    "content-length": body.byteLength,
    ...(close && { connection: "close" }),
  });
  response.end(body);
}

function splitUrl(url: string): [path: string, search: string] {
  const mark = url.indexOf("?");
  return mark === -1 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}

async function stop(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const deadline = setTimeout(() => server.closeAllConnections(), 2_000);
  await promise;
  clearTimeout(deadline);
}
