import type { IncomingHttpHeaders } from "node:http";
import { s3Error } from "./s3-error.ts";

/** What a condition is held against. */
export interface Condition {
  etag: string;
  /** Milliseconds since the epoch, whole seconds. */
  lastModified: number;
}

type Headers = Pick<IncomingHttpHeaders, "if-match" | "if-none-match" | "if-modified-since" | "if-unmodified-since">;

/**
 * Holds the conditions of a read against an object, in the order of RFC 9110: an ETag decides before a date.
 * @returns true if the object is as the client has it, which a GET answers with 304
 * @throws {AwsError} PreconditionFailed
 */
export function checkReadConditions(object: Condition, headers: Headers): boolean {
  const match = headers["if-match"];
  const noneMatch = headers["if-none-match"];
  if (match !== undefined ? !names(match, object.etag) : isLater(object, headers["if-unmodified-since"]))
    throw s3Error("PreconditionFailed", { Condition: match !== undefined ? "If-Match" : "If-Unmodified-Since" });
  if (noneMatch !== undefined) return names(noneMatch, object.etag);
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return !Number.isNaN(since) && object.lastModified <= since;
}

/** Holds the conditions on the source of a copy: they fail where a read would answer 304. @throws {AwsError} PreconditionFailed */
export function checkCopyConditions(source: Condition, headers: IncomingHttpHeaders): void {
  const of = (name: string) => headers[`x-amz-copy-source-${name}`] as string | undefined;
  const [match, noneMatch, modified, unmodified] = ["if-match", "if-none-match", "if-modified-since", "if-unmodified-since"].map(
    of,
  );
  const isSame = checkReadConditions(source, {
    ...(match !== undefined && { "if-match": match }),
    ...(noneMatch !== undefined && { "if-none-match": noneMatch }),
    ...(modified !== undefined && { "if-modified-since": modified }),
    ...(unmodified !== undefined && { "if-unmodified-since": unmodified }),
  });
  if (isSame) throw s3Error("PreconditionFailed", { Condition: "x-amz-copy-source-If-None-Match" });
}

/**
 * Holds the conditions of a write against what is there, at the moment of the write.
 * @throws {AwsError} PreconditionFailed, NoSuchKey where `If-Match` finds nothing, NotImplemented for a condition that S3 has not
 */
export function checkWriteConditions(
  existing: Condition | undefined,
  key: string,
  headers: Pick<Headers, "if-match" | "if-none-match">,
): void {
  const match = headers["if-match"];
  const noneMatch = headers["if-none-match"];
  if (noneMatch !== undefined && noneMatch !== "*") throw s3Error("NotImplemented", { Header: "If-None-Match" });
  if (noneMatch !== undefined && existing) throw s3Error("PreconditionFailed", { Condition: "If-None-Match" });
  if (match === undefined) return;
  if (!existing) throw s3Error("NoSuchKey", { Key: key });
  if (!names(match, existing.etag)) throw s3Error("PreconditionFailed", { Condition: "If-Match" });
}

function names(list: string, etag: string): boolean {
  return list.split(",").some((one) => {
    const name = one.trim().replace(/^W\//, "");
    return name === "*" || name === `"${etag}"` || name === etag;
  });
}

function isLater({ lastModified }: Condition, date: string | undefined): boolean {
  const time = Date.parse(date ?? "");
  return !Number.isNaN(time) && lastModified > time;
}
