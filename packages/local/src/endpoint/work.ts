import type { IncomingMessage } from "node:http";
import type { AwsError } from "./aws-error.ts";
import type { WireAnswer } from "./protocols/protocol.ts";
import type { Caller } from "./service.ts";

/** A request that has been read: which operation it asks for, and how it is answered. */
export interface Work {
  service: string;
  operation: string;
  /** Absent where the service streams it, compares it with the digest that was signed, and asks by itself who may do what. */
  body?: Uint8Array | undefined;
  /** What it asks, in AWS's casing. Throws if that cannot be read. */
  input(): unknown;
  /** Does it; what it wrote is on disk then. Never rejects. */
  run(): Promise<Served>;
  /** The answer for an error, without doing anything. */
  refuse(error: AwsError): Served;
}

/** A request that has been read and not yet begun, with who makes it. */
export interface ReadCall extends Pick<Work, "service" | "operation" | "body" | "input"> {
  request: IncomingMessage;
  caller: Caller;
}

/** What goes out. */
export interface Served {
  answer: WireAnswer;
  /** The connection ends with this answer. */
  close: boolean;
  /** What it was refused with; of what an engine refuses only the answer knows. */
  error?: AwsError;
}

/** Who is told of failures that are the local AWS's own fault. */
export interface FailureListener {
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
}

/** What a client reads of such a failure; the cause goes to the log, never to the client. */
export const internalFailureText = "The local AWS failed; its log names the cause under this request id";

/** A request that its service has served, whatever a fault then makes of the answer. */
export interface ServedCall extends Pick<Work, "service" | "operation" | "input"> {
  caller: Caller;
  /** Of the answer: below 400 it was done. */
  status: number;
  /** What it was refused with; of what DynamoDB refuses only the answer knows. */
  error?: AwsError;
}
