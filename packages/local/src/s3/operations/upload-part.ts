import { checksumHeader } from "../checksums/checksum.ts";
import type { S3Call, S3Context, S3Operation } from "../operation.ts";
import { checksumInHeader, checksumInTrailer } from "../promised-checksum.ts";
import type { ByteRange } from "../range.ts";
import { requestBody } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import type { StoredObject } from "../storage/objects.ts";
import type { Part } from "../storage/uploads.ts";
import { summedUp, wholeSeconds, withFile } from "../store-object.ts";
import { writeXml } from "../xml.ts";
import { sourceOf } from "./copy-object.ts";
import { foundUpload } from "./create-multipart-upload.ts";

/** Takes a part; one of the same number is replaced. */
export const uploadPart: S3Operation = async (s3, call) => {
  const number = partNumberOf(call);
  const expected = foundUpload(s3, call).checksum?.algorithm;
  const sent = checksumInHeader(call.request)?.algorithm ?? checksumInTrailer(call.request);
  if (expected && sent && sent !== expected)
    throw s3Error(
      "InvalidRequest",
      {},
      `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${sent.toLowerCase()}`,
    );
  const body = requestBody(call.request, expected ?? "CRC64NVME");
  return withFile(s3, body.bytes, (file) => {
    const { md5, size, checksum } = body.sums();
    const etag = md5.toString("hex");
    putPart(s3, call, { number, file, size, etag, checksum, modifiedAt: wholeSeconds(s3.clock.now()) });
    return { headers: { etag: `"${etag}"`, [checksumHeader(checksum.algorithm)]: checksum.value } };
  });
};

/** Makes a part of an object that is there, or of a range of it. */
export const uploadPartCopy: S3Operation = async (s3, call) => {
  const number = partNumberOf(call);
  const algorithm = foundUpload(s3, call).checksum?.algorithm ?? "CRC64NVME";
  const source = sourceOf(s3, call);
  const copied = summedUp(s3.bodies.read(source.segments, rangeOf(call, source)), algorithm);
  return withFile(s3, copied.bytes, (file) => {
    const { etag, size, value } = copied.sums();
    const modifiedAt = wholeSeconds(s3.clock.now());
    putPart(s3, call, { number, file, size, etag, checksum: { algorithm, value }, modifiedAt });
    const body = writeXml("CopyPartResult", {
      ETag: `"${etag}"`,
      LastModified: new Date(modifiedAt).toISOString(),
      [`Checksum${algorithm}`]: value,
    });
    return { body };
  });
};

/** The upload may have ended while the bytes were on their way. */
function putPart(s3: S3Context, call: S3Call, part: Part): void {
  s3.store.write(() => s3.uploads.putPart(foundUpload(s3, call).id, part));
}

function partNumberOf({ query }: S3Call): number {
  const text = query.get("partNumber") ?? "";
  const number = Number(text);
  if (/^\d{1,5}$/.test(text) && number >= 1 && number <= 10_000) return number;
  throw s3Error(
    "InvalidArgument",
    { ArgumentName: "partNumber", ArgumentValue: text },
    "Part number must be an integer between 1 and 10000, inclusive",
  );
}

function rangeOf({ headers }: S3Call, { size }: StoredObject): ByteRange {
  const header = headers["x-amz-copy-source-range"];
  if (typeof header !== "string") return { start: 0, end: size };
  const argument = { ArgumentName: "x-amz-copy-source-range", ArgumentValue: header };
  const match = /^bytes=(\d+)-(\d+)$/.exec(header);
  if (!match || Number(match[2]) < Number(match[1]))
    throw s3Error(
      "InvalidArgument",
      argument,
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
    );
  if (Number(match[2]) >= size)
    throw s3Error("InvalidArgument", argument, `Range specified is not valid for source object of size: ${size}`);
  return { start: Number(match[1]), end: Number(match[2]) + 1 };
}
