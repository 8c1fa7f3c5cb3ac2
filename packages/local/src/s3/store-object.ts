import type { IncomingHttpHeaders } from "node:http";
import { type ChecksumAlgorithm, checksumHeader } from "./checksums/checksum.ts";
import { hashed, type Sums } from "./checksums/hashed.ts";
import { checkWriteConditions } from "./conditions.ts";
import type { S3Context } from "./operation.ts";
import { s3Error } from "./s3-error.ts";
import type { StoredObject } from "./storage/objects.ts";

/** S3 tells times in whole seconds. */
export function wholeSeconds(time: number): number {
  return Math.floor(time / 1_000) * 1_000;
}

/**
 * Writes an object whose bytes are in files already, if its bucket still is and the conditions hold at that moment.
 * @param also written together with it
 * @throws {AwsError} NoSuchBucket, PreconditionFailed, NoSuchKey, NotImplemented; the files are removed then, unless `also` owns them
 */
export function storeObject(
  { store, buckets, objects }: S3Context,
  object: StoredObject,
  conditions: IncomingHttpHeaders,
  also: () => void = () => {},
): void {
  store.write(() => {
    if (!buckets.find(object.bucket)) throw s3Error("NoSuchBucket", { BucketName: object.bucket });
    checkWriteConditions(objects.find(object.bucket, object.key), object.key, conditions);
    also();
    objects.put(object);
  });
}

/** Writes the bytes of a new file and does `use` with it; the file is removed if that fails. */
export async function withFile<T>({ bodies }: S3Context, bytes: AsyncIterable<Uint8Array>, use: (file: string) => T): Promise<T> {
  const file = await bodies.write(bytes);
  try {
    return use(file);
  } catch (error) {
    bodies.remove([file]);
    throw error;
  }
}

/** Bytes of an object that is copied, with what they come to once they have passed. */
export function summedUp(
  bytes: AsyncIterable<Uint8Array>,
  algorithm: ChecksumAlgorithm,
): { bytes: AsyncIterable<Uint8Array>; sums(): { etag: string; size: number; value: string } } {
  let passed: Sums | undefined;
  return {
    bytes: hashed(bytes, [algorithm], (sums) => {
      passed = sums;
    }),
    sums() {
      if (!passed) throw new Error("Cannot sum up the copy as it has not been read to its end");
      return { etag: passed.md5.toString("hex"), size: passed.size, value: passed.checksums.get(algorithm) as string };
    },
  };
}

/** The headers that tell of a checksum. */
export function checksumHeaders({ algorithm, value, type }: StoredObject["checksum"]): Record<string, string> {
  return { [checksumHeader(algorithm)]: value, "x-amz-checksum-type": type };
}
