import type { IncomingMessage } from "node:http";
import { algorithmOf, type ChecksumAlgorithm, checksumAlgorithms, checksumHeader, isChecksum } from "./checksums/checksum.ts";
import { s3Error } from "./s3-error.ts";

/** The checksum in the head of a request. @throws {AwsError} InvalidRequest for several, and for what is none */
export function checksumInHeader({ headers }: IncomingMessage): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const sent = checksumAlgorithms.flatMap((algorithm) => {
    const value = headers[checksumHeader(algorithm)];
    return typeof value === "string" ? [{ algorithm, value }] : [];
  });
  if (sent.length > 1)
    throw s3Error("InvalidRequest", {}, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  const [only] = sent;
  if (only && !isChecksum(only.algorithm, only.value.replace(/-\d+$/, ""))) throw invalid(only.algorithm);
  return only;
}

/** The algorithm of the checksum that is to follow the body. */
export function checksumInTrailer({ headers }: IncomingMessage): ChecksumAlgorithm | undefined {
  const names = String(headers["x-amz-trailer"] ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase());
  return checksumAlgorithms.find((algorithm) => names.includes(checksumHeader(algorithm)));
}

/** Holds what a client promised of the bytes against what came. @throws {AwsError} BadDigest, InvalidRequest */
export function checkPromised(algorithm: ChecksumAlgorithm, promised: string | undefined, actual: string | undefined): void {
  if (promised === undefined || !isChecksum(algorithm, promised)) throw invalid(algorithm);
  if (promised !== actual)
    throw s3Error("BadDigest", {}, `The ${algorithm} you specified did not match the calculated checksum.`);
}

/** The algorithm that a header names. @throws {AwsError} InvalidRequest for one that S3 has not */
export function namedAlgorithm({ headers }: IncomingMessage, header: string): ChecksumAlgorithm | undefined {
  const value = headers[header];
  if (typeof value !== "string") return undefined;
  const algorithm = algorithmOf(value);
  if (algorithm) return algorithm;
  throw s3Error(
    "InvalidRequest",
    {},
    "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
  );
}

function invalid(algorithm: ChecksumAlgorithm) {
  return s3Error("InvalidRequest", {}, `Value for ${checksumHeader(algorithm)} header is invalid.`);
}
