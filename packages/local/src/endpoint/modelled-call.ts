import type { IncomingMessage } from "node:http";
import type { ServiceModel } from "../model/service-model.ts";
import type { Store } from "../store/store.ts";
import { AwsError } from "./aws-error.ts";
import { readBody } from "./body.ts";
import { checkSigned } from "./constraints/check-signed.ts";
import type { Protocol } from "./protocols/protocol.ts";
import { restJson } from "./protocols/rest-json.ts";
import { queryOperation, RouteError, route, type Target } from "./route.ts";
import type { Call, Operation, Service } from "./service.ts";
import { type FailureListener, internalFailureText, type Served, type Work } from "./work.ts";

/** The function of an operation. @throws {AwsError} UnknownOperationException for what the model has and the table lacks. */
export type Find = (model: ServiceModel, name: string) => Operation;

export function createFinder(services: Service[]): Find {
  const byName = new Map(services.map((service) => [service.name, service]));
  return (model, name) => {
    const operations = byName.get(model.service)?.operations ?? {};
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (!operation)
      throw new AwsError("UnknownOperationException", `The local AWS does not emulate ${model.service}:${name}`, { status: 400 });
    return operation;
  };
}

// Bytes a body may hold: a sync Lambda payload is 6 MB, a raw SES v2 message 40 MB before base64.
const bodyLimits: Record<string, number> = { lambda: 6_291_456, ses: 14_000_000, sesv2: 56_000_000 };
// A zip file of 50 MB, in base64.
const uploadLimit = 70_000_000;
const uploads = new Set(["CreateFunction", "UpdateFunctionCode"]);
const defaultBodyLimit = 1_048_576;

interface Parts extends FailureListener {
  store: Store;
}

/** How errors of a request are answered, as far as it has been read. */
interface Wire {
  protocol: Protocol;
  model?: ServiceModel | undefined;
  name: string;
}

/** Reads a request by the services' wire models. @returns the answer at once if it is for nothing that exists. */
export async function readCall(parts: Parts, find: Find, request: IncomingMessage, call: Call): Promise<Work | Served> {
  const wire: Wire = { protocol: restJson, name: "" };
  try {
    const [path, search] = splitUrl(request.url ?? "/");
    const { protocol, target: routed, labels } = route(request, path);
    Object.assign(wire, { protocol, model: routed?.model });
    const limit = routed ? limitOf(routed) : (bodyLimits.ses as number);
    const body = await readBody(request, limit);
    const query = new URLSearchParams(routed ? search : body.toString("utf8"));
    const { model, name, operation } = routed ?? queryOperation(query);
    Object.assign(wire, { model, name });
    const input = () => protocol.decode(model, operation, { headers: request.headers, body, labels, query });
    const run = async () => {
      const perform = find(model, name);
      checkSigned(model.service, name, request);
      const output = await perform(input(), call);
      await parts.store.committed();
      return { answer: protocol.encode(model, name, operation, output, call.requestId), close: false };
    };
    return {
      service: model.service,
      operation: name,
      body,
      input,
      run: () => run().catch((error) => failed(parts, wire, error, call.requestId)),
      refuse: (error) => refused(wire, error, call.requestId),
    };
  } catch (error) {
    if (error instanceof RouteError) {
      const { protocol, model, cause } = error;
      return { answer: protocol.encodeError(model, cause, cause.status ?? 400, call.requestId), close: true };
    }
    return failed(parts, wire, error, call.requestId);
  }
}

function limitOf({ model, name }: Target): number {
  return model.service === "lambda" && uploads.has(name) ? uploadLimit : (bodyLimits[model.service] ?? defaultBodyLimit);
}

async function failed(parts: Parts, wire: Wire, error: unknown, requestId: string): Promise<Served> {
  // What the operation wrote before it failed must be on disk too before its error is seen.
  await parts.store.committed().catch((cause) => parts.onError?.(cause, wire.name, requestId));
  return refused(wire, error instanceof AwsError ? error : internalFailure(parts, wire, error, requestId), requestId);
}

function refused({ protocol, model }: Wire, error: AwsError, requestId: string): Served {
  const status = error.status ?? model?.errors[error.name]?.status ?? 400;
  return { answer: protocol.encodeError(model, error, status, requestId), close: status === 413, error };
}

// The name under which each service reports its own failure.
const internalNames: Record<string, string> = {
  "cognito-identity": "InternalErrorException",
  "cognito-idp": "InternalErrorException",
  events: "InternalException",
  kms: "KMSInternalException",
  lambda: "ServiceException",
  sesv2: "InternalServiceErrorException",
};

function internalFailure({ onError }: Parts, { model, name }: Wire, error: unknown, requestId: string): AwsError {
  onError?.(error, `${model?.service ?? "?"}:${name}`, requestId);
  return new AwsError(internalNames[model?.service ?? ""] ?? "InternalFailure", internalFailureText, { status: 500 });
}

function splitUrl(url: string): [path: string, search: string] {
  const mark = url.indexOf("?");
  return mark === -1 ? [url, ""] : [url.slice(0, mark), url.slice(mark + 1)];
}
