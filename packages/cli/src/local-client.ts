import { CommandError } from "./errors.ts";

/** Where a local AWS answers when nothing else is said. */
export const defaultEndpoint = "http://127.0.0.1:4600";

/** What `/_foyer/config.json` says about a running local AWS. */
export interface LocalConfig {
  endpoint: string;
  region: string;
  accountId: string;
  /** Absent until a pool is provisioned. */
  userPoolId?: string;
  clientId?: string;
  /** Where there is an identity pool, with the bucket of its users' files. */
  identityPoolId?: string;
  bucket?: string;
  ledgerTable?: string;
  /** The ARN of the worker's alias. */
  workerArn?: string;
  /** What the onboarding declares, when one is deployed. */
  steps?: { name: string; phase: string }[];
}

/** A running local AWS, seen from another process. */
export interface LocalClient {
  endpoint: string;
  config: LocalConfig;
  /** One user-pool operation by its wire name. @throws {AwsFailure} with AWS's error name. */
  cognito<T = unknown>(operation: string, input: unknown): Promise<T>;
  /** One operation of CloudWatch Logs by its wire name. @throws {AwsFailure} with AWS's error name. */
  logs<T = unknown>(operation: string, input: unknown): Promise<T>;
  /** GET (or, with a body, POST) of a `/_foyer/…` path as JSON. */
  foyer<T>(path: string, body?: unknown): Promise<T>;
  /** Any other request. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

/** An error that the local AWS answered, by AWS's name and message. */
export class AwsFailure extends CommandError {
  override readonly name: string = "AwsFailure";
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/**
 * Finds the local AWS: by `endpoint`, else AWS_ENDPOINT_URL, else the default port.
 * @throws {CommandError} saying what to start when nothing, or something else, answers there.
 */
export async function connect(endpoint = process.env.AWS_ENDPOINT_URL || defaultEndpoint): Promise<LocalClient> {
  if (!URL.canParse(endpoint))
    throw new CommandError(`Cannot use the endpoint '${endpoint}': it must be a URL such as ${defaultEndpoint}.`);
  const base = endpoint.replace(/\/$/, "");
  const request = (path: string, init?: RequestInit) =>
    fetch(`${base}${path}`, init).catch(() => Promise.reject(nothingAnswers(base)));
  const answer = await request("/_foyer/config.json");
  if (!answer.ok)
    throw new CommandError(
      `What answers at ${base} is not a local AWS of Foyer. Start one with \`foyer dev\`, or name it with --endpoint.`,
    );
  const config = (await answer.json()) as LocalConfig;
  return {
    endpoint: base,
    config,
    request,
    foyer: async (path, body) => {
      const response = await request(
        `/_foyer/${path}`,
        body === undefined
          ? undefined
          : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } },
      );
      return unwrap(response);
    },
    cognito: awsJson(request, "AWSCognitoIdentityProviderService", "cognito-idp"),
    logs: awsJson(request, "Logs_20140328", "logs"),
  };
}

/** Calls operations of a service that speaks AWS JSON. */
function awsJson(request: LocalClient["request"], targetPrefix: string, service: string) {
  return async <T>(operation: string, input: unknown): Promise<T> => {
    const headers = {
      ...asDeveloper(service),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${targetPrefix}.${operation}`,
    };
    return unwrap(await request("/", { method: "POST", body: JSON.stringify(input), headers }));
  };
}

/** The header of a developer's call: a service wants a signature, and whose it is the local AWS does not ask of a key that it did not give. */
export function asDeveloper(service: string): { authorization: string } {
  const credential = `foyer/20260101/local/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

function nothingAnswers(base: string): CommandError {
  return new CommandError(
    `No local AWS answers at ${base}. Start one with \`foyer dev\` in another terminal, or name it with --endpoint.`,
  );
}

/** The JSON of an answer. @throws {AwsFailure} when it is an error. */
export async function unwrap<T>(response: Response): Promise<T> {
  const text = await response.text();
  const body = text === "" ? {} : JSON.parse(text);
  if (response.ok) return body as T;
  const code: string = response.headers.get("x-amzn-errortype") ?? body.__type ?? body.error?.code ?? `HTTP ${response.status}`;
  const message = body.message ?? body.Message ?? body.error?.message ?? "no reason was given";
  throw new AwsFailure(code.replace(/^.*#/, "").replace(/:.*$/, ""), message);
}

/** The pool and app client that `foyer dev` made. @throws {CommandError} when this local AWS has none. */
export function poolOf({ config, endpoint }: LocalClient): { userPoolId: string; clientId: string } {
  const { userPoolId, clientId } = config;
  if (userPoolId && clientId) return { userPoolId, clientId };
  throw new CommandError(
    `The local AWS at ${endpoint} has no user pool of its own. Start it with \`foyer dev\`, which makes one.`,
  );
}
