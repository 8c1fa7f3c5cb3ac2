import { checkReadConditions } from "../conditions.ts";
import { headersOf } from "../object-attributes.ts";
import { type S3Answer, type S3Call, type S3Context, type S3Operation, s3Arn } from "../operation.ts";
import { type ByteRange, readRange } from "../range.ts";
import { s3Error } from "../s3-error.ts";
import type { StoredObject } from "../storage/objects.ts";
import { checksumHeaders } from "../store-object.ts";

/** Answers an object, or a range or a part of it. */
export const getObject: S3Operation = (s3, call) => {
  const object = foundObject(s3, call);
  const { status, headers, range } = describe(object, call);
  if (status === 304) return { status, headers };
  return { status, headers, stream: s3.bodies.read(object.segments, range) };
};

/** Answers what `GetObject` would, without the bytes. */
export const headObject: S3Operation = (s3, call) => {
  const { status, headers } = describe(foundObject(s3, call), call);
  return { status, headers };
};

/** The object that a call is about. @throws {AwsError} NoSuchKey; AccessDenied to those who may not list the bucket */
export function foundObject({ objects }: S3Context, call: S3Call): StoredObject {
  const { bucket, key } = call;
  const object = objects.find(bucket, key);
  if (object) return object;
  call.authorize("s3:ListBucket", s3Arn(bucket));
  throw s3Error("NoSuchKey", { Key: key });
}

function describe(
  object: StoredObject,
  { headers: asked, query, isSigned }: S3Call,
): Required<Pick<S3Answer, "status" | "headers">> & { range: ByteRange } {
  const { size, etag, lastModified, checksum, segments, tags } = object;
  const validators = { etag: `"${etag}"`, "last-modified": new Date(lastModified).toUTCString() };
  const whole = { start: 0, end: size };
  if (checkReadConditions(object, asked)) return { status: 304, headers: validators, range: whole };
  const part = partOf(object, query.get("partNumber"), asked.range !== undefined);
  const range = part ?? readRange(asked.range, size);
  const isWhole = range === undefined || (range.start === 0 && range.end === size);
  const { start, end } = range ?? whole;
  const answered: Record<string, string> = { ...headersOf(object), ...validators, ...overrides(query, isSigned) };
  return {
    status: range ? 206 : 200,
    range: { start, end },
    headers: {
      ...answered,
      // Objects share their origin with the rest of the local AWS: a page that a user uploads is to run no script in it.
      ...(/html|xml/i.test(answered["content-type"] ?? "") && { "content-security-policy": "sandbox" }),
      "accept-ranges": "bytes",
      "content-length": String(end - start),
      ...(range && size > 0 && { "content-range": `bytes ${start}-${end - 1}/${size}` }),
      ...(part && etag.includes("-") && { "x-amz-mp-parts-count": String(segments.length) }),
      ...(asked["x-amz-checksum-mode"] === "ENABLED" && isWhole && checksumHeaders(checksum)),
      ...(Object.keys(tags).length > 0 && { "x-amz-tagging-count": String(Object.keys(tags).length) }),
    },
  };
}

/** Where a part lies of an object that was uploaded in parts; any other object is its own first part. */
function partOf({ segments }: StoredObject, partNumber: string | null, hasRange: boolean): ByteRange | undefined {
  if (partNumber === null) return undefined;
  if (hasRange) throw s3Error("InvalidRequest", {}, "Cannot specify both Range header and partNumber query parameter");
  const number = Number(partNumber);
  if (!/^\d{1,5}$/.test(partNumber) || number < 1 || number > 10_000)
    throw s3Error(
      "InvalidArgument",
      { ArgumentName: "partNumber", ArgumentValue: partNumber },
      "Part number must be an integer between 1 and 10000, inclusive",
    );
  const part = segments[number - 1];
  if (!part) throw s3Error("InvalidPartNumber", { PartNumberRequested: number, ActualPartCount: segments.length });
  const start = segments.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}

/** The `response-…` parameters, by which a link chooses how it is answered. */
function overrides(query: URLSearchParams, isSigned: boolean): Record<string, string> {
  const chosen = [...query].filter(([name]) =>
    /^response-(cache-control|content-(disposition|encoding|language|type)|expires)$/.test(name),
  );
  if (chosen.length > 0 && !isSigned)
    throw s3Error("InvalidRequest", {}, "Request specific response headers cannot be used for anonymous GET requests.");
  const invalid = chosen.find(([, value]) => /[^\t\x20-\x7e\x80-\xff]/.test(value));
  if (invalid)
    throw s3Error("InvalidArgument", { ArgumentName: invalid[0] }, "Header value cannot be represented using ISO-8859-1.");
  return Object.fromEntries(chosen.map(([name, value]) => [name.slice("response-".length), value]));
}
