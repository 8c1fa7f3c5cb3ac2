import type { IncomingMessage } from "node:http";

/** DynamoDB's own bound on a request. */
export const bodyLimitBytes = 16 * 1024 * 1024;

const prefix = "DynamoDB_20120810.";

/** The header that names DynamoDB and an operation of it. */
export function targetOf(request: IncomingMessage): string {
  return String(request.headers["x-amz-target"] ?? "");
}

/** The wire name of the operation, whether it exists or not; of another version or of the streams with all that names them. */
export function operationOf(request: IncomingMessage): string {
  const target = targetOf(request);
  return target.startsWith(prefix) ? target.slice(prefix.length) : target;
}
