import type { IncomingMessage } from "node:http";
import { readSignature } from "../endpoint/signature/read-signature.ts";
import type { Times } from "../endpoint/signature/verify-signature.ts";
import { s3Error } from "./s3-error.ts";

// A presigned URL of Signature Version 2, which boto3 still makes where nobody asks for another.
const version2 = /[?&]AWSAccessKeyId=([^&]*)/;
const longestSeconds = 604_800;
const skewMs = 15 * 60_000;

/** True if the request's signature is for S3: in its header, or in the query of a presigned URL. */
export function isSignedForS3(request: IncomingMessage): boolean {
  return readSignature(request)?.scope.endsWith("/s3/aws4_request") === true || isVersion2(request);
}

/** True if the request carries any signature. */
export function isSigned(request: IncomingMessage): boolean {
  return readSignature(request) !== undefined || isVersion2(request);
}

function isVersion2({ headers, url = "" }: IncomingMessage): boolean {
  return headers.authorization?.startsWith("AWS ") === true || version2.test(url);
}

/**
 * Holds what S3 asks of a signature beyond that it is right: that a presigned URL is of now and has nothing added to it, and that temporary
 * credentials do not sign by a version that cannot be verified.
 * @throws {AwsError} AccessDenied, AuthorizationQueryParametersError, InvalidRequest
 */
export function checkSigning(request: IncomingMessage, times: Times): void {
  // The clock of the local AWS may be ahead of those who sign.
  const now = Math.min(times.real, times.local);
  const signature = readSignature(request);
  if (signature?.form === "query") {
    const { time, expiresSeconds, signedHeaders } = signature;
    // Whoever was lent the URL is to add nothing to what was signed: a copy, for example, in the place of an upload.
    const added = Object.keys(request.headers).filter((name) => name.startsWith("x-amz-") && !signedHeaders.includes(name));
    if (added.length > 0)
      throw s3Error(
        "AccessDenied",
        { HeadersNotSigned: added.join(", ") },
        "There were headers present in the request which were not signed",
      );
    if (expiresSeconds === undefined || !(expiresSeconds >= 0 && expiresSeconds <= longestSeconds))
      throw s3Error(
        "AuthorizationQueryParametersError",
        {},
        `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${longestSeconds} seconds`,
      );
    const signedAt = Date.parse(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
    if (signedAt > Math.max(times.real, times.local) + skewMs) throw s3Error("AccessDenied", {}, "Request is not yet valid");
    checkExpiry(signedAt + expiresSeconds * 1_000, now);
  }
  if (signature || !isVersion2(request)) return;
  const { headers, url = "" } = request;
  const accessKeyId = version2.exec(url)?.[1] ?? headers.authorization?.slice("AWS ".length) ?? "";
  if (accessKeyId.startsWith("ASIA"))
    throw s3Error(
      "InvalidRequest",
      {},
      "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    );
  const expires = /[?&]Expires=(\d+)/.exec(url)?.[1];
  if (expires !== undefined) checkExpiry(Number(expires) * 1_000, now);
}

function checkExpiry(expiresAt: number, now: number): void {
  if (!(now <= expiresAt))
    throw s3Error(
      "AccessDenied",
      { ...(Number.isFinite(expiresAt) && { Expires: iso(expiresAt) }), ServerTime: iso(now) },
      "Request has expired",
    );
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}

/**
 * The headers that whoever presigned a URL has put into its query: metadata, tags and their like. What sends the body knows nothing of them.
 * A checksum among them is left out: the SDK signs that of an empty body.
 */
export function hoistedHeaders(request: IncomingMessage, query: URLSearchParams): Record<string, string> {
  if (readSignature(request)?.form !== "query") return {};
  const hoisted = [...query].filter(([name]) => /^x-amz-(?!checksum-|sdk-checksum-)/.test(name));
  return Object.fromEntries(hoisted);
}
