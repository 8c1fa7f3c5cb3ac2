import type { Address } from "./address.ts";

/** Query parameters that name a part of a bucket or an object, to S3's word for it in the names of its operations. */
const bucketParts: Record<string, string> = {
  accelerate: "BucketAccelerateConfiguration",
  acl: "BucketAcl",
  analytics: "BucketAnalyticsConfiguration",
  cors: "BucketCors",
  encryption: "BucketEncryption",
  "intelligent-tiering": "BucketIntelligentTieringConfiguration",
  inventory: "BucketInventoryConfiguration",
  lifecycle: "BucketLifecycleConfiguration",
  location: "BucketLocation",
  logging: "BucketLogging",
  metrics: "BucketMetricsConfiguration",
  notification: "BucketNotificationConfiguration",
  "object-lock": "ObjectLockConfiguration",
  ownershipControls: "BucketOwnershipControls",
  policy: "BucketPolicy",
  policyStatus: "BucketPolicyStatus",
  publicAccessBlock: "PublicAccessBlock",
  replication: "BucketReplication",
  requestPayment: "BucketRequestPayment",
  tagging: "BucketTagging",
  versioning: "BucketVersioning",
  website: "BucketWebsite",
};
const objectParts: Record<string, string> = {
  acl: "ObjectAcl",
  attributes: "ObjectAttributes",
  "legal-hold": "ObjectLegalHold",
  retention: "ObjectRetention",
  tagging: "ObjectTagging",
  torrent: "ObjectTorrent",
};
const verbs: Record<string, string> = { GET: "Get", PUT: "Put", DELETE: "Delete" };

/** AWS's name of the operation that a request asks for; undefined if S3 has none of this method and query. */
export function operationName(
  method: string,
  { bucket, key, query }: Address,
  headers: Record<string, unknown>,
): string | undefined {
  if (bucket === undefined) return method === "GET" ? "ListBuckets" : undefined;
  const named = (key === undefined ? bucketParts : objectParts) as Record<string, string>;
  const part = Object.keys(named).find((name) => query.has(name));
  if (part !== undefined) return verbs[method] === undefined ? undefined : `${verbs[method]}${named[part]}`;
  return key === undefined ? onBucket(method, query) : onObject(method, query, headers["x-amz-copy-source"] !== undefined);
}

function onBucket(method: string, query: URLSearchParams): string | undefined {
  if (method === "PUT") return "CreateBucket";
  if (method === "HEAD") return "HeadBucket";
  if (method === "DELETE") return "DeleteBucket";
  if (method === "POST") return query.has("delete") ? "DeleteObjects" : "PostObject";
  if (method !== "GET") return undefined;
  if (query.has("uploads")) return "ListMultipartUploads";
  if (query.has("versions")) return "ListObjectVersions";
  return query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
}

function onObject(method: string, query: URLSearchParams, isCopy: boolean): string | undefined {
  const isOfUpload = query.has("uploadId");
  if (method === "PUT" && isOfUpload) return isCopy ? "UploadPartCopy" : "UploadPart";
  if (method === "PUT") return isCopy ? "CopyObject" : "PutObject";
  if (method === "DELETE") return isOfUpload ? "AbortMultipartUpload" : "DeleteObject";
  if (method === "GET") return isOfUpload ? "ListParts" : "GetObject";
  if (method === "HEAD") return "HeadObject";
  if (method !== "POST") return undefined;
  if (query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("restore")) return "RestoreObject";
  if (query.has("select")) return "SelectObjectContent";
  return isOfUpload ? "CompleteMultipartUpload" : undefined;
}
