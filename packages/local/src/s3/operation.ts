import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import type { Bodies } from "./storage/bodies.ts";
import type { Buckets } from "./storage/buckets.ts";
import type { Objects } from "./storage/objects.ts";
import type { Uploads } from "./storage/uploads.ts";

/** What S3's operations work on. */
export interface S3Context {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
  buckets: Buckets;
  objects: Objects;
  uploads: Uploads;
  bodies: Bodies;
}

/** A request that has been read as far as its head, for a bucket that exists and by a caller who may ask it. */
export interface S3Call {
  request: IncomingMessage;
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  /** Empty where the operation has none. */
  bucket: string;
  key: string;
  isSigned: boolean;
  /** Asks for a further permission. @throws {AwsError} AccessDenied */
  authorize(action: string, resource: string): void;
}

export interface S3Answer {
  /** Default 200. */
  status?: number;
  headers?: Record<string, string>;
  /** A document, or a text of another kind with its `content-type` among the headers. */
  body?: string;
  /** In place of `body`; its length is among the headers. */
  stream?: Readable;
}

/** One operation of S3. Throws `AwsError`; what it wrote is on disk before its answer leaves. */
export type S3Operation = (s3: S3Context, call: S3Call) => S3Answer | Promise<S3Answer>;

/** The ARN of a bucket, or of an object in it. */
export function s3Arn(bucket: string, key?: string): string {
  return `arn:aws:s3:::${bucket}${key === undefined ? "" : `/${key}`}`;
}
