import type { IncomingMessage } from "node:http";
import type { Clock } from "../clock.ts";
import type { StreamingService } from "../endpoint/service.ts";
import type { PolicyDocument } from "../iam/evaluate/policy-document.ts";
import type { Store } from "../store/store.ts";
import { addressOf, hostOf } from "./address.ts";
import { type Authorize, policyOf } from "./authorize-s3.ts";
import { answerPreflight } from "./bucket-cors.ts";
import type { S3Context } from "./operation.ts";
import { operations } from "./operations/index.ts";
import { readS3Call } from "./read-s3-call.ts";
import { isSigned, isSignedForS3 } from "./signed.ts";
import { Bodies } from "./storage/bodies.ts";
import { Buckets } from "./storage/buckets.ts";
import { Objects } from "./storage/objects.ts";
import { Uploads } from "./storage/uploads.ts";

export interface S3 extends StreamingService {
  readonly buckets: Buckets;
  readonly objects: Objects;
  /** The policy of the bucket that an ARN is of, or is in. */
  policyOf(arn: string): PolicyDocument | undefined;
  /** Removes every object and every upload under way; the buckets stay. */
  clear(): void;
  close(): Promise<void>;
}

export interface S3Options {
  store: Store;
  clock: Clock;
  region: string;
  accountId: string;
  /** The bytes of the objects are in its folder `s3`; absent: in a temporary folder that goes with `close`. */
  dataDir?: string | undefined;
  /** Judges those who sign. */
  authorize: Authorize;
  onError?: ((error: unknown, operation: string, requestId: string) => void) | undefined;
}

/** The names of the operations that are answered. */
export const s3Operations: ReadonlySet<string> = new Set(Object.keys(operations));

/** S3 behind the one port. A request is for it by its host, by the scope of its signature, or by a bucket at the start of its path. */
export function createS3(options: S3Options): S3 {
  const { store, clock, region, accountId, dataDir, authorize, onError } = options;
  const buckets = new Buckets(store, clock);
  const bodies = new Bodies(dataDir);
  const objects = new Objects(store, bodies);
  const uploads = new Uploads(store, bodies);
  const context: S3Context = { store, clock, region, accountId, buckets, objects, uploads, bodies };
  bodies.sweep(new Set([...objects.files(), ...uploads.files()]));
  const hostBucket = (request: IncomingMessage) => {
    const isBucket = (name: string) => isSignedForS3(request) || buckets.find(name) !== undefined;
    // What the function host redirected was for the host of AWS.
    const host = request.headers["foyer-signed-host"] ?? request.headers.host;
    return hostOf(String(host ?? ""), isBucket);
  };
  return {
    name: "s3",
    buckets,
    objects,
    policyOf: (arn) => policyOf(buckets, arn.split(":")[5]?.split("/")[0] ?? ""),
    accepts(request, isWanted) {
      if (request.headers["x-amz-target"] !== undefined) return false;
      if (isSignedForS3(request) || hostBucket(request)) return true;
      const bucket = /^\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:[/?]|$)/.exec(request.url ?? "")?.[1];
      return !isWanted && bucket !== undefined && !isSigned(request) && buckets.find(bucket) !== undefined;
    },
    preflight: (request, requestId) =>
      answerPreflight(buckets, addressOrNothing(request, hostBucket(request)?.bucket), request, requestId),
    read: (request, call) => readS3Call({ s3: context, authorize, onError }, request, hostBucket(request)?.bucket, call),
    clear() {
      objects.clear();
      uploads.clear();
    },
    close: () => bodies.close(),
  };
}

function addressOrNothing(request: IncomingMessage, hostBucket: string | undefined): string {
  try {
    return addressOf(request, hostBucket).bucket ?? "";
  } catch {
    return "";
  }
}
