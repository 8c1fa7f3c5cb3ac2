import type { IncomingMessage } from "node:http";
import { decodeAwsChunked, type Trailers } from "./aws-chunked.ts";
import { type ChecksumAlgorithm, checksumHeader } from "./checksums/checksum.ts";
import { hashed, type Sums } from "./checksums/hashed.ts";
import { checkPromised, checksumInHeader, checksumInTrailer } from "./promised-checksum.ts";
import { s3Error } from "./s3-error.ts";

/** S3's bound on one upload or part. */
export const maxUploadBytes = 5 * 1024 ** 3;

/** A body on its way in. */
export interface RequestBody {
  bytes: AsyncIterable<Uint8Array>;
  /** Asked once the bytes have ended. */
  sums(): Omit<Sums, "checksums"> & { checksum: { algorithm: ChecksumAlgorithm; value: string } };
}

/**
 * Takes a request's body as a stream of its own bytes, without what aws-chunked wraps around them. Length, Content-MD5,
 * `x-amz-content-sha256` and the checksum in header or trailer are held when the bytes end; the iteration then ends with an error.
 * @param options `isChecksumOfBody` false: the checksum in the head is that of something else
 * @param kept algorithm of the checksum to keep; absent: the one that the request sends, else CRC64NVME, as on S3
 * @throws {AwsError} MissingContentLength, EntityTooLarge, InvalidDigest, InvalidRequest at once; while it is read IncompleteBody,
 * BadDigest, XAmzContentSHA256Mismatch, RequestTimeout
 */
export function requestBody(request: IncomingMessage, kept?: ChecksumAlgorithm, { isChecksumOfBody = true } = {}): RequestBody {
  const { headers } = request;
  const contentSha256 = String(headers["x-amz-content-sha256"] ?? "");
  const isChunked = contentSha256.startsWith("STREAMING-") || /\baws-chunked\b/.test(headers["content-encoding"] ?? "");
  const length = lengthOf(isChunked ? headers["x-amz-decoded-content-length"] : headers["content-length"]);
  const expectedMd5 = md5Of(headers["content-md5"]);
  const inHeader = isChecksumOfBody ? checksumInHeader(request) : undefined;
  const inTrailer = checksumInTrailer(request);
  const algorithm = kept ?? inHeader?.algorithm ?? inTrailer ?? "CRC64NVME";
  const isSha256Signed = /^[0-9a-f]{64}$/.test(contentSha256);
  const algorithms = [algorithm, inHeader?.algorithm ?? [], inTrailer ?? [], isSha256Signed ? ("SHA256" as const) : []].flat();
  const trailers: Trailers = new Map();
  let passed: Sums | undefined;

  const check = (sums: Sums) => {
    if (sums.size !== length) throw s3Error("IncompleteBody");
    if (expectedMd5 && !expectedMd5.equals(sums.md5)) throw s3Error("BadDigest");
    const sha256 = Buffer.from(sums.checksums.get("SHA256") ?? "", "base64").toString("hex");
    if (isSha256Signed && sha256 !== contentSha256) throw s3Error("XAmzContentSHA256Mismatch");
    if (inHeader) checkPromised(inHeader.algorithm, inHeader.value, sums.checksums.get(inHeader.algorithm));
    if (inTrailer) checkPromised(inTrailer, trailers.get(checksumHeader(inTrailer)), sums.checksums.get(inTrailer));
    passed = sums;
  };
  const source = notLonger(uncut(request), isChunked ? Number.POSITIVE_INFINITY : length);
  const bytes = isChunked ? notLonger(decodeAwsChunked(source, trailers), length) : source;
  return {
    bytes: hashed(bytes, algorithms, check),
    sums() {
      if (!passed) throw new Error("Cannot sum up the body as it has not been read to its end");
      const { md5, size, checksums } = passed;
      return { md5, size, checksum: { algorithm, value: checksums.get(algorithm) as string } };
    },
  };
}

/** Reads a body that is held in memory. @throws {AwsError} MalformedXML if it is longer than `limitBytes`, and as `requestBody` */
export async function readWhole(
  request: IncomingMessage,
  limitBytes: number,
  options?: { isChecksumOfBody: boolean },
): Promise<string> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw s3Error("MalformedXML");
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of requestBody(request, undefined, options).bytes) {
    size += piece.length;
    if (size > limitBytes) throw s3Error("MalformedXML");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

async function* uncut(request: IncomingMessage): AsyncGenerator<Buffer> {
  try {
    // Left open when the reader stops early: the rest is still to be drained before the answer can be read.
    for await (const piece of request.iterator({ destroyOnReturn: false })) yield piece as Buffer;
  } catch {
    // The client hung up, or was too slow for the endpoint.
    throw s3Error("RequestTimeout");
  }
}

async function* notLonger(bytes: AsyncIterable<Buffer>, length: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > length) throw s3Error("IncompleteBody");
    yield piece;
  }
}

function lengthOf(text: string | string[] | undefined): number {
  if (typeof text !== "string" || !/^\d{1,15}$/.test(text)) throw s3Error("MissingContentLength");
  const length = Number(text);
  if (length > maxUploadBytes) throw s3Error("EntityTooLarge", { ProposedSize: length, MaxSizeAllowed: maxUploadBytes });
  return length;
}

function md5Of(value: string | string[] | undefined): Buffer | undefined {
  if (typeof value !== "string") return undefined;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== value) throw s3Error("InvalidDigest", { "Content-MD5": value });
  return bytes;
}
