import type { IncomingMessage } from "node:http";
import { AwsError } from "../endpoint/aws-error.ts";
import type { WireAnswer } from "../endpoint/protocols/protocol.ts";
import type { Call } from "../endpoint/service.ts";
import { type FailureListener, internalFailureText, type Served, type Work } from "../endpoint/work.ts";
import { type Address, addressOf } from "./address.ts";
import { type Authorize, authorizeS3, type S3Access } from "./authorize-s3.ts";
import { readCorsOf } from "./bucket-cors.ts";
import { type CorsRule, corsHeaders } from "./cors.ts";
import { encodeError, idHeaders } from "./encode-error.ts";
import { type S3Answer, type S3Context, s3Arn } from "./operation.ts";
import { operationName } from "./operation-name.ts";
import { type OperationEntry, operations } from "./operations/index.ts";
import { s3Error } from "./s3-error.ts";
import { checkSigning, hoistedHeaders, isSigned } from "./signed.ts";

interface Parts extends FailureListener {
  s3: S3Context;
  authorize: Authorize;
}

const maxKeyBytes = 1_024;

/** Reads a request for S3, as far as its head. @param hostBucket the bucket in its host */
export function readS3Call(parts: Parts, request: IncomingMessage, hostBucket: string | undefined, call: Call): Work {
  const { requestId } = call;
  const address = readAddress(request, hostBucket);
  const { bucket = "", key = "", query } = address instanceof AwsError ? { query: new URLSearchParams() } : address;
  const name = address instanceof AwsError ? undefined : operationName(request.method ?? "", address, request.headers);
  const cors = corsFor(readCorsOf(parts.s3.buckets, bucket), request);

  const refuse = (error: AwsError): Served => {
    const answer = encodeError(error, { requestId, resource: request.url ?? "/" });
    return { answer: { ...answer, headers: { ...answer.headers, ...cors } }, close: false, error };
  };
  const fail = async (error: unknown): Promise<Served> => {
    // What came before the failure must be on disk too before its error is seen.
    await parts.s3.store.committed().catch((cause) => parts.onError?.(cause, `s3:${name}`, requestId));
    if (error instanceof AwsError) return refuse(error);
    parts.onError?.(error, `s3:${name}`, requestId);
    return refuse(s3Error("InternalError", {}, internalFailureText));
  };
  const perform = async (): Promise<Served> => {
    if (address instanceof AwsError) throw address;
    const { caller } = call;
    checkSigning(request, { real: Date.now(), local: parts.s3.clock.now() });
    const entry = entryOf(name);
    checkTarget(parts.s3, entry, name as string, address);
    const signed = isSigned(request);
    const authorize = (action: string, resource: string, context: S3Access["context"] = {}) =>
      authorizeS3(parts.s3.buckets, parts.authorize, bucketOf(resource), { caller, isSigned: signed, action, resource, context });
    if (entry.action !== undefined) authorize(entry.action, resourceOf(entry, bucket, key), entry.context?.({ query }));
    const headers = { ...hoistedHeaders(request, query), ...request.headers };
    const answer = await entry.run(parts.s3, { request, headers, query, bucket, key, isSigned: signed, authorize });
    await parts.s3.store.committed();
    return { answer: wireAnswer(answer, requestId, cors, call.signal), close: false };
  };
  return {
    service: "s3",
    operation: name ?? "UnknownOperation",
    input: () => inputOf(bucket, key, query),
    refuse,
    run: () => perform().catch(fail),
  };
}

function readAddress(request: IncomingMessage, hostBucket: string | undefined): Address | AwsError {
  try {
    return addressOf(request, hostBucket);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function entryOf(name: string | undefined): OperationEntry {
  if (name === undefined) throw s3Error("MethodNotAllowed");
  const entry = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!entry) throw s3Error("NotImplemented", {}, `The local AWS does not emulate s3:${name}`);
  return entry;
}

/** @throws {AwsError} KeyTooLongError, InvalidArgument, NoSuchBucket */
function checkTarget({ buckets }: S3Context, entry: OperationEntry, name: string, address: Address): void {
  const { bucket = "", key = "", query } = address;
  const versionId = query.get("versionId");
  const size = Buffer.byteLength(key);
  if (size > maxKeyBytes) throw s3Error("KeyTooLongError", { Size: size, MaxSizeAllowed: maxKeyBytes });
  if (versionId !== null && versionId !== "null")
    throw s3Error("InvalidArgument", { ArgumentName: "versionId" }, "Invalid version id specified");
  if (entry.on !== "account" && name !== "CreateBucket" && !buckets.find(bucket))
    throw s3Error("NoSuchBucket", { BucketName: bucket });
}

function resourceOf({ on }: OperationEntry, bucket: string, key: string): string {
  if (on === "account") return "*";
  return on === "bucket" ? s3Arn(bucket) : s3Arn(bucket, key);
}

function bucketOf(arn: string): string {
  return /^arn:aws:s3:::([^/]+)/.exec(arn)?.[1] ?? "";
}

function corsFor(rules: CorsRule[], { headers, method = "" }: IncomingMessage): Record<string, string> {
  const { origin } = headers;
  return (origin !== undefined && corsHeaders(rules, { origin, method, headers: [] })) || {};
}

function wireAnswer(answer: S3Answer, requestId: string, cors: Record<string, string>, signal: AbortSignal): WireAnswer {
  const { status = 200, headers = {}, body = "", stream } = answer;
  // Where there is no answer after all, the files that it would have come from are let go.
  if (signal.aborted) stream?.destroy();
  else signal.addEventListener("abort", () => stream?.destroy(), { once: true });
  return {
    status,
    headers: { ...(body !== "" && { "content-type": "application/xml" }), ...headers, ...idHeaders(requestId), ...cors },
    body,
    ...(stream && { stream }),
  };
}

/** What a request asks, by the API's names, without its body. */
function inputOf(bucket: string, key: string, query: URLSearchParams): Record<string, string> {
  const names = { prefix: "Prefix", delimiter: "Delimiter", uploadId: "UploadId", partNumber: "PartNumber" };
  return {
    ...(bucket !== "" && { Bucket: bucket }),
    ...(key !== "" && { Key: key }),
    ...Object.fromEntries(
      Object.entries(names).flatMap(([name, member]) => (query.has(name) ? [[member, query.get(name)]] : [])),
    ),
  };
}
