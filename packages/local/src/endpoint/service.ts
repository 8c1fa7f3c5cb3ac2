import type { IncomingMessage, ServerResponse } from "node:http";
import type { Principal } from "../iam/evaluate/evaluate.ts";
import type { Session } from "../iam/sessions.ts";
import type { AwsError } from "./aws-error.ts";
import type { WireAnswer } from "./protocols/protocol.ts";
import type { Work } from "./work.ts";

/** Who calls, read from the access key of the request's signature. */
export interface Caller {
  /**
   * `function`: code that runs in the function host; `session`: whoever has assumed a role; `developer`: anybody else, signed or not,
   * who administers the account.
   */
  kind: "developer" | "function" | "session";
  accessKeyId?: string;
  /** Whose policies decide; a developer has none. */
  principal?: Principal;
  /** kind `session` */
  session?: Session;
  /** kind `function`: its name, and the invocation that it is busy with. */
  functionName?: string;
  invocationId?: string;
  /** The user that invocation is about, when known. */
  sub?: string;
}

/** What an operation may know of its request beyond the input. */
export interface Call {
  requestId: string;
  caller: Caller;
  userAgent: string;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
}

/**
 * One AWS API call: input members in AWS's casing in, output members out; blobs are `Uint8Array`, timestamps `Date`.
 * Required members are present and every type is right when it runs. Throws `AwsError`.
 */
// biome-ignore lint/suspicious/noExplicitAny: the tables hold operations of every input; each is typed where it is written.
export type Operation = (input: any, call: Call) => unknown;

/** A service whose requests the endpoint decodes by its wire model. */
export interface Service {
  /** The name of its model in `src/model/`, which is the endpoint prefix: `cognito-idp`. */
  name: string;
  /** Wire name to operation; what the model knows and this lacks answers one honest "not emulated" error. */
  operations: Record<string, Operation>;
}

/** An AWS service that is an existing engine behind the same port: it reads and writes its wire format itself. */
export interface EngineService {
  /** Its endpoint prefix: `dynamodb`. */
  name: string;
  bodyLimitBytes: number;
  /** True if the request, of which only the head has been read, is for this service. */
  accepts(request: IncomingMessage): boolean;
  /** The wire name of the operation that a request's head asks for, whether it exists or not. */
  operationOf(request: IncomingMessage): string;
  /** Runs an operation; its errors are answers too. Rejects with an `AwsError`, or for what is its own fault. */
  run(request: IncomingMessage, body: Buffer): Promise<WireAnswer>;
  encodeError(error: AwsError): WireAnswer;
}

/** An AWS service whose bodies are streams, both ways: it reads and writes its wire format, CORS and refusals itself. */
export interface StreamingService {
  /** Its endpoint prefix: `s3`. */
  name: string;
  /**
   * True if the request, of which only the head has been read, is for this service.
   * @param isWanted a raw service answers it otherwise
   */
  accepts(request: IncomingMessage, isWanted: boolean): boolean;
  /** The answer to a CORS preflight. */
  preflight(request: IncomingMessage, requestId: string): WireAnswer;
  /** Reads the head of a request; the work reads the body. It asks by itself who may do what. */
  read(request: IncomingMessage, call: Call): Work;
}

/** What answers its requests itself and is no AWS service: the Runtime API, `/_foyer/`, a pool's keys. */
export interface RawService {
  name: string;
  /** True if the request, of which only the head has been read, is for this service. */
  accepts(request: IncomingMessage): boolean;
  /** True for an address to which pages of other sites send forms, such as an identity provider's; absent: there is none. */
  takesForeignForms?(request: IncomingMessage): boolean;
  handle(request: IncomingMessage, response: ServerResponse): void;
}
