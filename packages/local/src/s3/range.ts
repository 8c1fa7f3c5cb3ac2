import { s3Error } from "./s3-error.ts";

/** Bytes of an object: from `start` up to, and without, `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Reads a `Range` header. One that is not of the form `bytes=first-last`, or asks for several ranges, is ignored.
 * @param size of the object in bytes
 * @returns undefined if all of the object is to be sent
 * @throws {AwsError} InvalidRange if no byte of the object is in it
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || header === "bytes=-") return undefined;
  const [first, last] = [match[1] as string, match[2] as string];
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= end) throw s3Error("InvalidRange", { RangeRequested: header as string, ActualObjectSize: size });
  return { start, end };
}
