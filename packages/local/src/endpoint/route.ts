import type { IncomingMessage } from "node:http";
import { loadModel } from "../model/load-model.ts";
import type { OperationModel, ServiceModel } from "../model/service-model.ts";
import { AwsError } from "./aws-error.ts";
import { awsJson } from "./protocols/aws-json.ts";
import type { Protocol } from "./protocols/protocol.ts";
import { query } from "./protocols/query.ts";
import { restJson } from "./protocols/rest-json.ts";

/** Where a request goes, told from its head alone; a Query request names its operation in the body. */
export interface Route {
  protocol: Protocol;
  /** Absent for a Query request, until `queryOperation` has read its form. */
  target?: Target;
  labels: Record<string, string>;
}

export interface Target {
  model: ServiceModel;
  name: string;
  operation: OperationModel;
}

// Maps, as a client may name anything, `__proto__` too.
const targetPrefixes = new Map([
  ["AWSCognitoIdentityProviderService", "cognito-idp"],
  ["AWSCognitoIdentityService", "cognito-identity"],
  ["AmazonSSM", "ssm"],
  ["AWSEvents", "events"],
  ["AmazonSQS", "sqs"],
  ["AWSStepFunctions", "states"],
  ["secretsmanager", "secretsmanager"],
  ["Logs_20140328", "logs"],
  ["TrentService", "kms"],
]);
const queryVersions = new Map([
  ["2010-12-01", "ses"],
  ["2010-05-08", "iam"],
  ["2011-06-15", "sts"],
]);

/**
 * Finds the protocol, the service and the operation of a request.
 * @throws {RouteError} when there is no such service or operation; it says so in the protocol that the client speaks.
 */
export function route(request: IncomingMessage, path: string): Route {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") {
    const dot = target.indexOf(".");
    const service = targetPrefixes.get(target.slice(0, dot));
    const model = service === undefined ? undefined : loadModel(service);
    return { protocol: awsJson, labels: {}, target: operationOf(model, target.slice(dot + 1), awsJson) };
  }
  if (request.method === "POST" && request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return { protocol: query, labels: {} };
  }
  for (const service of ["lambda", "sesv2"]) {
    const found = matchRest(loadModel(service), request.method ?? "", path);
    if (found) return { protocol: restJson, ...found };
  }
  throw new RouteError(
    restJson,
    undefined,
    new AwsError("UnknownOperationException", "No operation has this method and path", { status: 404 }),
  );
}

/** The operation that a Query form names by `Action` and `Version`. */
export function queryOperation(form: URLSearchParams): Target {
  const service = queryVersions.get(form.get("Version") ?? "");
  const model = service === undefined ? undefined : loadModel(service);
  const name = form.get("Action") ?? "";
  const operation = model && Object.hasOwn(model.operations, name) ? model.operations[name] : undefined;
  if (!model || !operation) {
    const message = `Could not find operation ${name.slice(0, 100)} for version ${(form.get("Version") ?? "").slice(0, 20)}`;
    throw new RouteError(query, model, new AwsError("InvalidAction", message, { status: 400 }));
  }
  return { model, name, operation };
}

/** A request for nothing that exists, with the protocol to say it in. */
export class RouteError extends Error {
  readonly protocol: Protocol;
  readonly model: ServiceModel | undefined;
  override readonly cause: AwsError;
  constructor(protocol: Protocol, model: ServiceModel | undefined, cause: AwsError) {
    super(cause.message);
    this.protocol = protocol;
    this.model = model;
    this.cause = cause;
  }
}

function operationOf(model: ServiceModel | undefined, name: string, protocol: Protocol): Target {
  const operation = model && Object.hasOwn(model.operations, name) ? model.operations[name] : undefined;
  if (model && operation) return { model, name, operation };
  const message = model ? `Unknown operation ${name.slice(0, 100)}` : "X-Amz-Target names no service that is known here";
  throw new RouteError(protocol, model, new AwsError("UnknownOperationException", message, { status: 400 }));
}

interface RestRoute {
  method: string;
  pattern: RegExp;
  labels: string[];
  target: Target;
}
const restRoutes = new Map<string, RestRoute[]>();

function matchRest(
  model: ServiceModel,
  method: string,
  path: string,
): { target: Target; labels: Record<string, string> } | undefined {
  for (const candidate of restRoutesOf(model)) {
    if (candidate.method !== method) continue;
    const match = candidate.pattern.exec(path);
    if (match)
      return {
        target: candidate.target,
        labels: Object.fromEntries(candidate.labels.map((label, index) => [label, decode(match[index + 1] ?? "")])),
      };
  }
  return undefined;
}

function restRoutesOf(model: ServiceModel): RestRoute[] {
  let routes = restRoutes.get(model.service);
  if (!routes) {
    routes = compile(model);
    restRoutes.set(model.service, routes);
  }
  return routes;
}

function compile(model: ServiceModel): RestRoute[] {
  const routes: RestRoute[] = [];
  for (const [name, operation] of Object.entries(model.operations)) {
    if (!operation.http) continue;
    const labels: string[] = [];
    const pattern = (operation.http.uri.split("?", 1)[0] as string)
      .replace(/\/$/, "")
      .replace(/\{(\w+)(\+?)\}|[.*]/g, (text, label, greedy) => {
        if (label === undefined) return `\\${text}`;
        labels.push(label);
        return greedy ? "(.+)" : "([^/]+)";
      });
    routes.push({
      method: operation.http.method,
      pattern: new RegExp(`^${pattern}/?$`),
      labels,
      target: { model, name, operation },
    });
  }
  // A literal segment wins over a label.
  return routes.sort((a, b) => a.labels.length - b.labels.length);
}

function decode(label: string): string {
  try {
    return decodeURIComponent(label);
  } catch {
    throw new RouteError(
      restJson,
      undefined,
      new AwsError("SerializationException", "The path is not valid percent-encoding", { status: 400 }),
    );
  }
}
