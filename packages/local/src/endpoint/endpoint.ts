import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { callUnderFaults } from "../faults/call-under-faults.ts";
import type { Faults } from "../faults/faults.ts";
import { loadModel } from "../model/load-model.ts";
import type { Store } from "../store/store.ts";
import { AwsError } from "./aws-error.ts";
import { drainBody } from "./body.ts";
import { checkInput } from "./constraints/check-input.ts";
import { readEngineCall } from "./engine-call.ts";
import { gracefulStop } from "./graceful-stop.ts";
import { allowCors, answerPreflight, refusal } from "./guard.ts";
import { createFinder, type Find, readCall } from "./modelled-call.ts";
import { restJson } from "./protocols/rest-json.ts";
import type { Call, Caller, EngineService, RawService, Service, StreamingService } from "./service.ts";
import { readSignature } from "./signature/read-signature.ts";
import { internalFailureText, type ReadCall, type Served, type ServedCall, type Work } from "./work.ts";

// An import of node:http takes 50 ms more, as it loads undici for the sake of names that nobody asked for.
const { createServer } = process.getBuiltinModule("node:http");

export interface EndpointOptions {
  /** 0 takes a free port. */
  port: number;
  /** Default 127.0.0.1. */
  host?: string | undefined;
  /** Names beside the loopback ones that `Host` and `Origin` may hold. */
  allowedHosts?: readonly string[] | undefined;
  /** How long a client may take to send one request, head and body. Default a minute. */
  requestTimeoutMs?: number | undefined;
  store: Store;
  services: Service[];
  engines?: EngineService[];
  streamingServices?: StreamingService[];
  rawServices: RawService[];
  /** Who signs with this access key; undefined: a developer. */
  identify?: (accessKeyId: string) => Caller | undefined;
  /** Asked before a request is served, and after what goes wrong on purpose. Rejects with the `AwsError` that refuses it. */
  admit?: (call: ReadCall) => Promise<void>;
  /** What goes wrong on purpose. */
  faults?: Faults;
  /** Ends the process of a calling function with SIGKILL, for the fault that wants it. */
  crashFunction?: (caller: Caller) => void;
  /** Told of failures that are the local AWS's own fault. */
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
  /** Told of each request that a service has served. */
  onCall?: ((call: ServedCall) => void) | undefined;
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

export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const find = createFinder(options.services);
  const requestTimeout = options.requestTimeoutMs ?? 60_000;
  const limits = {
    requestTimeout,
    headersTimeout: requestTimeout,
    connectionsCheckingInterval: Math.min(requestTimeout, 10_000),
  };
  const server = createServer(limits, (request, response) => {
    serve(options, find, request, response).catch((error) => {
      options.onError?.(error, "endpoint", String(response.getHeader("x-amzn-requestid")));
      response.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  const stop = gracefulStop(server);
  server.on("clientError", answerClientError);
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
      checkInput(model, model.operations[operation]?.input ?? "Unit", input);
      const output = await run(input, call);
      await options.store.committed();
      return output;
    },
    stop,
  };
}

async function serve(options: EndpointOptions, find: Find, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-amzn-requestid", requestId);
  const raw = options.rawServices.find((candidate) => candidate.accepts(request));
  const refused = refusal(request, options.allowedHosts ?? [], raw?.takesForeignForms?.(request));
  if (refused !== undefined) {
    const error = new AwsError("AccessDeniedException", `Refused: ${refused}`);
    return send(response, { answer: restJson.encodeError(undefined, error, 403, requestId), close: true });
  }
  const streaming = options.streamingServices?.find((candidate) => candidate.accepts(request, raw !== undefined));
  if (streaming) return serveStreaming(options, streaming, request, response, requestId);
  allowCors(request, response);
  if (request.method === "OPTIONS") return answerPreflight(request, response);
  if (raw) return raw.handle(request, response);
  const engine = options.engines?.find((candidate) => candidate.accepts(request));
  const call = callOf(options, request, response, requestId);
  const work = await (engine ? readEngineCall(options, engine, request, requestId) : readCall(options, find, request, call));
  const served = "run" in work ? await underFaults(options, request, work, call) : work;
  if (served === undefined) response.destroy();
  else if (!response.destroyed) send(response, served);
}

async function serveStreaming(
  options: EndpointOptions,
  service: StreamingService,
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  if (request.method === "OPTIONS") return send(response, { answer: service.preflight(request, requestId), close: false });
  const call = callOf(options, request, response, requestId);
  const served = await underFaults(options, request, service.read(request, call), call);
  // A client that is still sending does not read its answer.
  if (served !== undefined) await drainBody(request);
  if (served === undefined) response.destroy();
  else if (!response.destroyed) send(response, served);
}

/** What is not HTTP, or comes too slowly. */
function answerClientError({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  const status = code === "ERR_HTTP_REQUEST_TIMEOUT" ? "408 Request Timeout" : "400 Bad Request";
  if (!socket.writable) return void socket.destroy();
  // A client that does not read would otherwise keep the connection.
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy());
}

/** The one place where faults strike: no service knows of them. */
function underFaults(options: EndpointOptions, request: IncomingMessage, work: Work, call: Call): Promise<Served | undefined> {
  const { faults, crashFunction = () => {}, onCall } = options;
  const run = async () => {
    const served = (await refusedByAccess(options, request, work, call)) ?? (await work.run());
    const { answer, error } = served;
    onCall?.({ ...work, caller: call.caller, status: answer.status, ...(error && { error }) });
    return served;
  };
  return faults ? callUnderFaults(faults, { ...work, ...call, run }, crashFunction) : run();
}

/** The answer for what the caller may not do. */
async function refusedByAccess(
  { admit, store, onError }: EndpointOptions,
  request: IncomingMessage,
  work: Work,
  { caller, requestId }: Call,
): Promise<Served | undefined> {
  try {
    await admit?.({ ...work, request, caller });
    return undefined;
  } catch (error) {
    await store.committed();
    if (error instanceof AwsError) return work.refuse(error);
    onError?.(error, `${work.service}:${work.operation}`, requestId);
    return work.refuse(new AwsError("InternalFailure", internalFailureText, { status: 500 }));
  }
}

function callOf(options: EndpointOptions, request: IncomingMessage, response: ServerResponse, requestId: string): Call {
  const abort = new AbortController();
  response.on("close", () => {
    if (!response.writableEnded) abort.abort();
  });
  const accessKeyId = readSignature(request)?.accessKeyId;
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

function send(response: ServerResponse, { answer, close }: Served): void {
  const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    ...(answer.status !== 204 && answer.status !== 304 && { "content-length": body.byteLength }),
    ...answer.headers,
    ...(close && { connection: "close" }),
  });
  // Where the stream or the client fails in the middle, the connection ends with it.
  if (answer.stream) pipeline(answer.stream, response, () => {});
  else response.end(body);
}
