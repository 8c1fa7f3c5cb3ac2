import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { canonicalRequest, isS3 } from "./canonical-request.ts";
import { basicTimeOf, type Signature, type SignedRequest } from "./read-signature.ts";
import { type SignatureFault, signatureError } from "./signature-error.ts";

/** Temporary credentials that the local AWS has issued. */
export interface IssuedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds since the epoch, by the clock of the local AWS; absent: as long as the process that has them. */
  expiresAt?: number;
}

export interface SignedCall {
  request: SignedRequest;
  signature: Signature;
  /** The whole body; `declared` where whoever reads it compares it with the header `x-amz-content-sha256`. */
  body: Uint8Array | "declared";
  /** The endpoint prefix, which says how a refusal is worded. */
  service: string;
}

/** The machine's time and that of the local AWS, which may be ahead: a function may sign with either. */
export interface Times {
  real: number;
  local: number;
}

const algorithm = "AWS4-HMAC-SHA256";
const skewMs = 15 * 60_000;
// AWS's bound of a presigned URL: a week.
const longestSeconds = 604_800;
const emptyHash = hash("sha256", "");

/**
 * Checks that a request was signed by the holder of these credentials, in time.
 * @throws {AwsError} worded as the service words it; checked in AWS's order: token, expiry, form, time, signature.
 */
export function verifySignature(
  { request, signature, body, service }: SignedCall,
  credentials: IssuedCredentials,
  times: Times,
): void {
  const refuse = (fault: SignatureFault, message?: string) => {
    throw signatureError(fault, service, message);
  };
  if (signature.sessionToken !== credentials.sessionToken) refuse("wrong token");
  if (credentials.expiresAt !== undefined && credentials.expiresAt <= times.local) refuse("expired");
  if (signature.algorithm !== algorithm)
    refuse("incomplete", `Unsupported AWS 'algorithm': '${signature.algorithm.slice(0, 40)}'.`);
  const [date, region, , terminator] = signature.scope.split("/");
  if (!date || !region || terminator !== "aws4_request" || !signature.signedHeaders.includes("host")) {
    refuse("incomplete", "Authorization header requires a 'Credential' with a full scope and 'host' among its 'SignedHeaders'.");
  }
  // S3 holds the times of a presigned URL itself, a developer's too.
  const late = service === "s3" && signature.form === "query" ? undefined : timeFault(signature, times);
  if (late !== undefined) refuse("wrong time", late);
  if (!signature.time.startsWith(date as string)) {
    refuse(
      "wrong signature",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}'`,
    );
  }
  const payloadHash = payloadHashOf(request, signature, body);
  const canonical = payloadHash && canonicalRequest(request, signature, payloadHash);
  if (!canonical) throw signatureError("wrong signature", service);
  const digest = hash("sha256", canonical);
  const text = `${algorithm}\n${signature.time}\n${signature.scope}\n${digest}`;
  const expected = createHmac("sha256", signingKey(credentials, signature.scope)).update(text).digest();
  const given = Buffer.from(signature.signature, "hex");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) refuse("wrong signature");
}

/** Why a signature is not of now; undefined if it is. */
function timeFault({ form, time, expiresSeconds }: Signature, { real, local }: Times): string | undefined {
  const at = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(at)) return `Date must be in ISO-8601 'basic format'. Got '${time.slice(0, 40)}'.`;
  const latest = Math.max(real, local);
  if (at > latest + skewMs) {
    return `Signature not yet current: ${time} is still later than ${basicTimeOf(latest + skewMs)} (${basicTimeOf(latest)} + 15 min.)`;
  }
  const earliest = Math.min(real, local);
  if (form === "header") {
    if (at >= earliest - skewMs) return undefined;
    return `Signature expired: ${time} is now earlier than ${basicTimeOf(earliest - skewMs)} (${basicTimeOf(earliest)} - 15 min.)`;
  }
  if (expiresSeconds === undefined || !(expiresSeconds >= 0 && expiresSeconds <= longestSeconds)) {
    return `X-Amz-Expires must be between 0 and ${longestSeconds} seconds`;
  }
  if (at + expiresSeconds * 1000 >= earliest) return undefined;
  return `Signature expired: ${basicTimeOf(at + expiresSeconds * 1000)} is now earlier than ${basicTimeOf(earliest)}`;
}

/** What stands for the body in the text that was signed; undefined if the body is not the one that was. */
function payloadHashOf({ headers }: SignedRequest, { form, scope }: Signature, body: SignedCall["body"]): string | undefined {
  const declared = headers["x-amz-content-sha256"];
  if (isS3(scope)) {
    if (form === "query") return typeof declared === "string" ? declared : "UNSIGNED-PAYLOAD";
    if (typeof declared !== "string") return undefined;
    // The body is not signed, or chunk by chunk after the head.
    if (declared === "UNSIGNED-PAYLOAD" || declared.startsWith("STREAMING-") || body === "declared") return declared;
    return declared === hashOf(body) ? declared : undefined;
  }
  if (body === "declared") return typeof declared === "string" ? declared : undefined;
  return hashOf(body);
}

function hashOf(body: Uint8Array): string {
  return body.length === 0 ? emptyHash : hash("sha256", body);
}

const signingKeys = new Map<string, KeyObject>();
const mostKeys = 500;

/** The key of a day, region and service; it takes four digests to make, so the last ones are kept. */
function signingKey({ accessKeyId, secretAccessKey }: IssuedCredentials, scope: string): KeyObject {
  const name = `${accessKeyId}/${secretAccessKey}/${scope}`;
  let key = signingKeys.get(name);
  if (!key) {
    let bytes = Buffer.from(`AWS4${secretAccessKey}`);
    for (const part of scope.split("/")) bytes = createHmac("sha256", bytes).update(part).digest();
    key = createSecretKey(bytes);
    if (signingKeys.size >= mostKeys) signingKeys.clear();
    signingKeys.set(name, key);
  }
  return key;
}
