/**
 * The wire model of one AWS service, as `npm run generate` writes it from the AWS SDK's schemas: what each operation takes
 * and gives, and where each member travels. The `.json` files beside this one are generated; never edit them by hand.
 */
export interface ServiceModel {
  /** The endpoint prefix, which is also what the emulator calls the service: `cognito-idp`. */
  service: string;
  protocol: "awsJson" | "query" | "restJson";
  /** API version; a Query request names its service by it. */
  version: string;
  /** awsJson: what stands before the dot in `X-Amz-Target`. */
  targetPrefix?: string;
  /** Query: the namespace of the XML answer. */
  xmlNamespace?: string;
  operations: Record<string, OperationModel>;
  structures: Record<string, Record<string, Member>>;
  /** Error name to HTTP status and member names; `code` where the Query protocol calls it otherwise. */
  errors: Record<string, { status: number; members: string[]; code?: string }>;
}

export interface OperationModel {
  /** Name in `structures`, or `Unit` for nothing. */
  input: string;
  output: string;
  http?: { method: string; uri: string; status: number };
}

export interface Member {
  type: "string" | "boolean" | "number" | "blob" | "timestamp" | "document" | "structure" | "list" | "map";
  /** type `structure`: its name in `structures`. */
  structure?: string;
  /** types `list` and `map`: what they hold. */
  member?: Member;
  required?: boolean;
  sensitive?: boolean;
  /** restJson: where the member travels; in the body when absent. */
  in?: "label" | "query" | "header" | "prefixHeaders" | "payload" | "status";
  /** The wire name where it is not the member's own. */
  name?: string;
  /** Query: list elements carry no `member` level. */
  flattened?: boolean;
  format?: "date-time" | "http-date" | "epoch-seconds";
}
