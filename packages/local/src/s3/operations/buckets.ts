import { isIP } from "node:net";
import type { S3Operation } from "../operation.ts";
import { readWhole } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import { childrenOf, readXml, textOf, writeXml } from "../xml.ts";
import { ownerOf, wholeNumber } from "./list-objects.ts";

const maxDocumentBytes = 65_536;
const maxBuckets = 10_000;

/**
 * Makes a bucket in the region of the local AWS.
 * @throws {AwsError} InvalidBucketName, BucketAlreadyOwnedByYou, IllegalLocationConstraintException, AccessControlListNotSupported
 */
export const createBucket: S3Operation = async ({ buckets, region }, { bucket, request, headers }) => {
  if (!isBucketName(bucket)) throw s3Error("InvalidBucketName", { BucketName: bucket });
  if (!["private", undefined].includes(headers["x-amz-acl"] as string | undefined))
    throw s3Error("InvalidRequest", {}, "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  if (headers["x-amz-bucket-object-lock-enabled"] === "true")
    throw s3Error("NotImplemented", { Header: "x-amz-bucket-object-lock-enabled" });
  checkRegion(await wantedRegion(request), region);
  // In us-east-1 AWS takes the same request again.
  if (buckets.find(bucket)) {
    if (region !== "us-east-1") throw s3Error("BucketAlreadyOwnedByYou", { BucketName: bucket });
  } else buckets.create(bucket, region);
  return { headers: { location: `/${bucket}` } };
};

async function wantedRegion(request: Parameters<typeof readWhole>[0]): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) === 0 && request.headers["x-amz-decoded-content-length"] === undefined)
    return undefined;
  const root = readXml(await readWhole(request, maxDocumentBytes));
  if (root.name !== "CreateBucketConfiguration") throw s3Error("MalformedXML");
  if (childrenOf(root, "Location").length > 0) throw s3Error("NotImplemented", { Header: "Location" });
  return textOf(root, "LocationConstraint") || undefined;
}

function checkRegion(wanted: string | undefined, region: string): void {
  if (wanted === region || (wanted === undefined && region === "us-east-1")) return;
  if (wanted === undefined) throw s3Error("IllegalLocationConstraintException");
  throw s3Error(
    "IllegalLocationConstraintException",
    {},
    `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  if (!/^[a-z0-9](?:[a-z0-9.-]{1,61})[a-z0-9]$/.test(name) || name.includes("..") || isIP(name) !== 0) return false;
  return !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
}

export const headBucket: S3Operation = ({ region }) => ({
  headers: { "x-amz-bucket-region": region, "x-amz-access-point-alias": "false", "content-type": "application/xml" },
});

/** @throws {AwsError} BucketNotEmpty; multipart uploads under way go with the bucket */
export const deleteBucket: S3Operation = ({ store, buckets, objects, uploads }, { bucket }) => {
  store.write(() => {
    if (!objects.isEmpty(bucket)) throw s3Error("BucketNotEmpty", { BucketName: bucket });
    for (const { id } of uploads.list(bucket, { key: "", id: "" }, Number.MAX_SAFE_INTEGER)) uploads.end(id);
    buckets.delete(bucket);
  });
  return { status: 204 };
};

export const listBuckets: S3Operation = ({ buckets, accountId }, { query }) => {
  const prefix = query.get("prefix") ?? "";
  const limit = Math.max(1, Math.min(wholeNumber(query, "max-buckets") ?? maxBuckets, maxBuckets));
  const after = Buffer.from(query.get("continuation-token") ?? "", "base64url").toString("utf8");
  const found = buckets.list(prefix, after, limit + 1);
  const page = found.slice(0, limit);
  const body = writeXml("ListAllMyBucketsResult", {
    Owner: ownerOf(accountId),
    Buckets: {
      Bucket: page.map(({ name, region, createdAt }) => ({
        Name: name,
        CreationDate: new Date(createdAt).toISOString(),
        BucketRegion: region,
      })),
    },
    ...(found.length > limit && { ContinuationToken: Buffer.from(page.at(-1)?.name ?? "").toString("base64url") }),
    ...(prefix !== "" && { Prefix: prefix }),
  });
  return { body };
};

/** Empty for us-east-1, as S3's oldest region has no name here. */
export const getBucketLocation: S3Operation = ({ buckets }, { bucket }) => {
  const region = buckets.find(bucket)?.region ?? "";
  return { body: writeXml("LocationConstraint", region === "us-east-1" ? "" : region) };
};

/** Without a status: versioning was never turned on. */
export const getBucketVersioning: S3Operation = () => ({ body: writeXml("VersioningConfiguration", {}) });
