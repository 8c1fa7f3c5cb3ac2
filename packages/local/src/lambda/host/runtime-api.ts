import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../endpoint/aws-error.ts";
import { readBody } from "../../endpoint/body.ts";
import type { RawService } from "../../endpoint/service.ts";
import type { Functions } from "../functions.ts";
import type { Instance } from "./instance.ts";
import { maxResponseBytes, responseTooLarge } from "./lambda-errors.ts";

const route =
  /^\/_runtime\/(?<instanceId>[0-9a-f]{32})\/2018-06-01\/runtime\/(?:invocation\/(?:(?<next>next)|(?<id>[\w-]+)\/(?<end>response|error))|(?<init>init)\/error)$/;

/**
 * The Lambda Runtime API, under a path of its own for each instance: `/_runtime/<instance id>/2018-06-01/runtime/…`. The id is
 * known to the instance's process alone.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function runtimeApi(functions: Functions): RawService {
  return {
    name: "runtime",
    accepts: (request) => request.url?.startsWith("/_runtime/") === true,
    handle: (request, response) => {
      // The process of an instance may die in the middle of a request; then nobody is left to answer.
      handle(functions, request, response).catch(() => response.destroy());
    },
  };
}

async function handle(functions: Functions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const found = route.exec(request.url ?? "")?.groups;
  const instance = found && functions.host.instance(found.instanceId as string);
  if (!found || !instance) return refuse(response, 404, "NotFound", "There is no such runtime");
  if (request.method !== (found.next ? "GET" : "POST")) return refuse(response, 405, "MethodNotAllowed", "Method not allowed");
  if (found.next) return instance.next(response);
  const body = await bodyOf(request);
  if (found.init) {
    instance.failInit(body ?? JSON.stringify(responseTooLarge()));
    return accept(response);
  }
  const { id = "", end } = found;
  if (!answer(instance, id, end, body)) return refuse(response, 400, "InvalidRequestID", "Invalid request ID");
  if (body === undefined) return refuse(response, 413, "RequestEntityTooLarge", responseTooLarge().errorMessage);
  accept(response);
}

function answer(instance: Instance, invocationId: string, end: string | undefined, body: string | undefined): boolean {
  if (body === undefined) return instance.answer(invocationId, "error", JSON.stringify(responseTooLarge()));
  return instance.answer(invocationId, end === "error" ? "error" : "ok", body);
}

/** The body, or undefined if it is longer than Lambda takes. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  try {
    return (await readBody(request, maxResponseBytes)).toString("utf8");
  } catch (error) {
    if (error instanceof AwsError && error.status === 413) return undefined;
    throw error;
  }
}

function accept(response: ServerResponse): void {
  send(response, 202, { status: "OK" });
}

function refuse(response: ServerResponse, status: number, errorType: string, errorMessage: string): void {
  send(response, status, { errorType, errorMessage });
}

function send(response: ServerResponse, status: number, body: object): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length }).end(bytes);
}
