import type { IncomingMessage } from "node:http";
import { s3Error } from "./s3-error.ts";

/** What a request is about, as its host and its path say. */
export interface Address {
  bucket?: string;
  key?: string;
  query: URLSearchParams;
  /** The path as it was sent. */
  path: string;
}

const named = /^(?:(.+)\.)?s3(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.(?:localhost|amazonaws\.com)(?::\d+)?$/i;
const short = /^(.+)\.localhost(?::\d+)?$/i;

/** The bucket in a host: `bucket` is undefined for S3's own name; the answer is undefined for a host that is not S3's. */
export function hostOf(host: string, isBucket: (name: string) => boolean): { bucket: string | undefined } | undefined {
  const known = named.exec(host);
  if (known) return { bucket: known[1]?.toLowerCase() };
  const bucket = short.exec(host)?.[1]?.toLowerCase();
  return bucket !== undefined && isBucket(bucket) ? { bucket } : undefined;
}

/**
 * Reads what a request is about, in virtual-host style or in path style.
 * @param hostBucket the bucket in its host
 * @throws {AwsError} InvalidURI
 */
export function addressOf(request: IncomingMessage, hostBucket: string | undefined): Address {
  const url = (request.url ?? "/").replace(/^https?:\/\/[^/]*/i, "");
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
  const inPath = hostBucket === undefined ? /^\/([^/]*)(?:\/(.*))?$/s.exec(path) : [path, hostBucket, path.slice(1)];
  const bucket = decoded(inPath?.[1] ?? "");
  const key = decoded(inPath?.[2] ?? "");
  return { path, query, ...(bucket !== "" && { bucket }), ...(key !== "" && { key }) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw s3Error("InvalidURI", { URI: text.slice(0, 1_000) });
  }
}
