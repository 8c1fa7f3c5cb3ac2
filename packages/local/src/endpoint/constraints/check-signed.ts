import type { IncomingMessage } from "node:http";
import { loadConstraints } from "../../model/constraints.ts";
import { AwsError } from "../aws-error.ts";

const signedOperations = new Map<string, ReadonlySet<string>>();

/**
 * Refuses an unsigned request for an operation that AWS runs only with credentials. Whose they are is not asked: any signature will do.
 * @throws {AwsError} MissingAuthenticationTokenException.
 */
export function checkSigned(service: string, operation: string, { headers, url = "" }: IncomingMessage): void {
  let signed = signedOperations.get(service);
  if (!signed) {
    signed = new Set(loadConstraints(service).signed);
    signedOperations.set(service, signed);
  }
  if (!signed.has(operation)) return;
  if (headers.authorization?.startsWith("AWS4-") || url.includes("X-Amz-Signature=")) return;
  throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", { status: 400 });
}
