import { createHash } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import { type ClientRequest, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { pendingSteps, type StepRecord } from "./onboarding/ledger-entry.ts";
import { invocation } from "./test-durable.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests read what went over the wire, whatever it was.
type Wire = any;

/** The invocations whose requests are on their way, by the number that the requests carry. */
const invocations: { killed: boolean }[] = [];
subscribe("http.client.request.created", (message) => {
  const from = invocation.getStore();
  if (from) (message as { request: ClientRequest }).request.setHeader("x-test-invocation", String(invocations.push(from) - 1));
});

/** What the outside does with a request: answers, refuses, or misbehaves as networks do. */
export type Answer =
  | { status?: number; body?: unknown; error?: string }
  /** Never answers. */
  | "hang"
  /** Does the work and never answers. */
  | "work and hang"
  /** Does the work of the real engine behind it, or none, and closes the connection without an answer. */
  | "lose reply"
  /** As usual. */
  | "normal";

/** As Cognito describes a user, except for the attributes. */
interface TestUser {
  Username: string;
  Enabled: boolean;
  UserStatus: string;
  UserCreateDate: number;
  UserLastModifiedDate: number;
  attributes: Record<string, string>;
}

/**
 * A small outside network on one HTTP port: DynamoDB is dynalite, and Cognito, SES, EventBridge, SQS and Lambda are only as much as the library
 * calls. `on` makes an operation misbehave.
 */
export class TestAws {
  /** Every request, in order. */
  readonly calls: { operation: string; input: Wire }[] = [];
  /** The users of the pool, by `sub`. */
  readonly users = new Map<string, TestUser>();
  /** The durable executions, by name. The test runs them, or only says how they are. */
  readonly executions = new Map<string, { payload: string; status: "RUNNING" | "SUCCEEDED" | "FAILED" }>();
  /** Decides about every request before `on` does; given the operation and the text of the request. */
  onAny: (operation: string, body: string) => Answer = () => "normal";
  readonly #answers = new Map<string, (input: Wire) => Answer | Promise<Answer>>();
  readonly #server: Server;
  readonly #dynamodb: Server;

  private constructor(server: Server, dynamodb: Server) {
    this.#server = server;
    this.#dynamodb = dynamodb;
    server.on("request", (request, response) => void this.#handle(request, response));
  }

  /** Starts it and points the environment's AWS settings to it. */
  static async start(): Promise<TestAws> {
    const server = createServer();
    const dynalite = createRequire(import.meta.url)("dynalite") as (options: object) => Server;
    const aws = new TestAws(server, dynalite({ createTableMs: 0 }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      FOYER_WORKER_ARN: "arn:aws:lambda:us-east-1:000000000000:function:foyer-worker:live",
    });
    return aws;
  }

  /** Decides what an operation answers from now on: `aws.on("SendEmail", () => "hang")`. */
  on(operation: string, answer: (input: Wire) => Answer | Promise<Answer>): void {
    this.#answers.set(operation, answer);
  }

  /** Forgets calls, users and misbehaviour. */
  reset(): void {
    this.calls.length = 0;
    this.users.clear();
    this.executions.clear();
    this.#answers.clear();
    this.onAny = () => "normal";
  }

  /** The inputs of the calls of one operation. */
  inputsOf(operation: string): Wire[] {
    return this.calls.filter((call) => call.operation === operation).map((call) => call.input);
  }

  /** A confirmed user in the pool. */
  addUser(sub: string, attributes: Record<string, string> = {}): void {
    this.users.set(sub, {
      Username: sub,
      Enabled: true,
      UserStatus: "CONFIRMED",
      // Seconds since the epoch.
      UserCreateDate: 1_700_000_000,
      UserLastModifiedDate: 1_700_000_000,
      attributes: { sub, ...attributes },
    });
  }

  /** A table whose key is of strings: the partition key, and the sort key if it has one. */
  async createTable(tableName: string, ...keyNames: [string, string?]): Promise<void> {
    const names = keyNames.filter((name) => name !== undefined);
    const { CreateTableCommand, DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
    await new DynamoDBClient({}).send(
      new CreateTableCommand({
        TableName: tableName,
        KeySchema: names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" })),
        AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    this.#dynamodb.close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    // Nothing comes from the dead, and nothing reaches them.
    const from = invocations[Number(request.headers["x-test-invocation"])];
    if (from?.killed) return;
    const operation = operationOf(request);
    const input = body.length > 0 ? JSON.parse(body.toString()) : {};
    this.calls.push({ operation, input });
    const any = this.onAny(operation, body.toString());
    const answer = any === "normal" ? ((await this.#answers.get(operation)?.(input)) ?? any) : any;
    if (answer === "hang") return;
    if (answer === "lose reply") response.writeHead = response.write = response.end = () => response.destroy() as never;
    if (answer === "work and hang") response.writeHead = response.write = response.end = () => response as never;
    if (typeof answer === "object") return reply(response, answer);
    const executionName = request.headers["x-amz-durable-execution-name"];
    if (typeof executionName === "string") return this.#start(response, executionName, body.toString());
    if (operation === "GetDurableExecution") return this.#getExecution(response, decodeURIComponent(request.url ?? ""));
    if (String(request.headers["x-amz-target"]).startsWith("DynamoDB")) return this.#dynalite(request, response, body);
    reply(response, this.#usual(operation, input));
  }

  #dynalite(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    this.#dynamodb.emit("request", request, response);
    request.emit("data", body);
    request.emit("end");
  }

  /** As Lambda: a name is started once, whether its execution is running or has ended. */
  #start(response: ServerResponse, name: string, payload: string): void {
    if (!this.executions.has(name)) this.executions.set(name, { payload, status: "RUNNING" });
    response.setHeader("x-amz-durable-execution-arn", `${process.env.FOYER_WORKER_ARN}/durable-execution/${name}/1`);
    reply(response, { status: 202 });
  }

  #getExecution(response: ServerResponse, url: string): void {
    const execution = this.executions.get(/durable-execution\/([^/]+)/.exec(url)?.[1] ?? "");
    reply(response, execution ? { body: { Status: execution.status } } : { status: 404, error: "ResourceNotFoundException" });
  }

  #listUsers({ Filter, Limit = 60, PaginationToken }: Wire): { Users: Wire[]; PaginationToken?: string } {
    const described = ({ attributes, ...user }: TestUser) => ({ ...user, Attributes: attributesOf(attributes) });
    const one = this.users.get(/^sub = "(.*)"$/.exec(Filter ?? "")?.[1] ?? "");
    if (Filter !== undefined) return { Users: one ? [described(one)] : [] };
    const from = Number(PaginationToken ?? 0);
    const Users = [...this.users.values()].slice(from, from + Limit).map(described);
    return { Users, ...(from + Limit < this.users.size && { PaginationToken: String(from + Limit) }) };
  }

  #usual(operation: string, input: Wire): Exclude<Answer, string> {
    if (operation === "SendEmail") return { body: { MessageId: `message-${this.calls.length}` } };
    if (operation === "PutEvents") return { body: { FailedEntryCount: 0, Entries: [{ EventId: `event-${this.calls.length}` }] } };
    if (operation === "GetQueueUrl")
      return { body: { QueueUrl: `${process.env.AWS_ENDPOINT_URL}/000000000000/${input.QueueName}` } };
    // The SDK checks the digest.
    if (operation === "SendMessage")
      return { body: { MessageId: `message-${this.calls.length}`, MD5OfMessageBody: md5(input.MessageBody) } };
    if (operation === "AdminAddUserToGroup") return { body: {} };
    if (operation === "ListUsers") return { body: this.#listUsers(input) };
    const user = this.users.get(input.Username);
    if (operation === "AdminGetUser" && user?.Username === input.Username) {
      const { attributes, ...described } = user as TestUser;
      return { body: { ...described, UserAttributes: attributesOf(attributes) } };
    }
    return { status: 400, error: "UserNotFoundException" };
  }
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function attributesOf(attributes: Record<string, string>): { Name: string; Value: string }[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

function operationOf(request: IncomingMessage): string {
  const target = request.headers["x-amz-target"];
  if (typeof target === "string") return target.split(".")[1] as string;
  if (request.url?.startsWith("/2025-12-01/durable-executions")) return "GetDurableExecution";
  return request.url?.startsWith("/v2/email") ? "SendEmail" : "Invoke";
}

function reply(response: ServerResponse, { status, body, error }: Exclude<Answer, string>): void {
  response.writeHead(status ?? (error ? 400 : 200), {
    "content-type": "application/json",
    ...(error && { "x-amzn-errortype": error }),
  });
  response.end(JSON.stringify(error ? { __type: error, message: error, ...(body as object) } : (body ?? {})));
}

/** The steps of a new entry, all of them `safe`. */
export function pending(...names: string[]): Record<string, StepRecord> {
  return pendingSteps(names.map((name) => ({ name, step: { replay: "safe" } })));
}

/** The trigger event of a user, as Cognito sends it. */
export function confirmationEvent(sub: string, more: { source?: string; attributes?: object; clientMetadata?: object } = {}) {
  return {
    version: "1",
    region: "us-east-1",
    userPoolId: "us-east-1_Test",
    userName: sub,
    triggerSource: more.source ?? "PostConfirmation_ConfirmSignUp",
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "client" },
    request: {
      userAttributes: {
        sub,
        email: `${sub}@example.com`,
        email_verified: "true",
        "cognito:user_status": "CONFIRMED",
        ...more.attributes,
      },
      ...(more.clientMetadata && { clientMetadata: more.clientMetadata }),
    },
    response: {},
  };
}

/** Collects the handlers' log lines, which go to stdout, while `work` runs. */
export async function logLines<T>(work: () => Promise<T>): Promise<{ lines: Record<string, Wire>[]; result: T; text: string }> {
  const write = process.stdout.write;
  let text = "";
  process.stdout.write = ((chunk: string | Uint8Array) => {
    if (typeof chunk === "string" && chunk.startsWith("{")) text += chunk;
    else write.call(process.stdout, chunk);
    return true;
  }) as typeof process.stdout.write;
  try {
    const result = await work();
    return {
      lines: text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
      result,
      text,
    };
  } finally {
    process.stdout.write = write;
  }
}
