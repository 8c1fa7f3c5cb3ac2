import type { IncomingMessage } from "node:http";
import { loadConstraints } from "../../model/constraints.ts";
import { readSignature } from "../signature/read-signature.ts";
import { signatureError } from "../signature/signature-error.ts";

// Services whose clients are apps without credentials too; their models say which operations want a signature.
const partlyOpen: ReadonlySet<string> = new Set(["cognito-idp", "cognito-identity"]);
// What brings a token of its own.
const open: ReadonlySet<string> = new Set(["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"]);
const signedOperations = new Map<string, ReadonlySet<string>>();

/**
 * Refuses an unsigned request for an operation that AWS runs only with credentials. Whose they are is not asked: any signature will do.
 * @param service the endpoint prefix: `sesv2`.
 * @throws {AwsError} MissingAuthenticationTokenException, IncompleteSignatureException; worded as the service words it.
 */
export function checkSigned(service: string, operation: string, request: IncomingMessage): void {
  if (!wantsSignature(service, operation)) return;
  const signature = readSignature(request);
  if (!signature) throw signatureError("missing", service);
  // Whoever signs with no key at all would be nobody, and so a developer.
  if (signature.accessKeyId === "") {
    throw signatureError("incomplete", service, "Authorization header requires 'Credential' parameter.");
  }
}

function wantsSignature(service: string, operation: string): boolean {
  if (!partlyOpen.has(service)) return !open.has(`${service}:${operation}`);
  let signed = signedOperations.get(service);
  if (!signed) {
    signed = new Set(loadConstraints(service).signed);
    signedOperations.set(service, signed);
  }
  return signed.has(operation);
}
