import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import type { OperationModel, ServiceModel } from "../../model/service-model.ts";
import type { AwsError } from "../aws-error.ts";

/** A request as a protocol sees it: the head, the body and what the route found. */
export interface WireRequest {
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** restJson: values of the path's labels, decoded. */
  labels: Record<string, string>;
  query: URLSearchParams;
}

export interface WireAnswer {
  status: number;
  /** A `content-length` among them is that of what a HEAD would have sent, or of `stream`. */
  headers: Record<string, string>;
  body: string | Uint8Array;
  /** In place of `body`. */
  stream?: Readable;
}

/** How one of AWS's protocols travels, driven by a service's wire model. */
export interface Protocol {
  /** @throws {AwsError} SerializationException, or the service's validation error for what breaks its constraints. */
  decode(model: ServiceModel, operation: OperationModel, request: WireRequest): unknown;
  encode(model: ServiceModel, name: string, operation: OperationModel, output: unknown, requestId: string): WireAnswer;
  encodeError(model: ServiceModel | undefined, error: AwsError, status: number, requestId: string): WireAnswer;
}
