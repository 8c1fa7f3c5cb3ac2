import { checkCopyConditions } from "../conditions.ts";
import { attributesOf } from "../object-attributes.ts";
import { type S3Call, type S3Context, type S3Operation, s3Arn } from "../operation.ts";
import { namedAlgorithm } from "../promised-checksum.ts";
import { maxUploadBytes } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import type { StoredObject } from "../storage/objects.ts";
import { storeObject, summedUp, wholeSeconds, withFile } from "../store-object.ts";
import { tagsInHeader } from "../tags.ts";
import { writeXml } from "../xml.ts";

/** Copies an object, with its metadata and tags or with those of the request. */
export const copyObject: S3Operation = async (s3, call) => {
  const { bucket, key, headers, request } = call;
  const source = sourceOf(s3, call);
  if (source.size > maxUploadBytes)
    throw s3Error(
      "InvalidRequest",
      {},
      "The specified copy source is larger than the maximum allowable size for a copy source: 5368709120",
    );
  const isReplaced = directive(call, "x-amz-metadata-directive");
  const given = attributesOf(headers);
  const { storageClass } = given;
  const kept = { headers: source.headers, metadata: source.metadata };
  const tagsReplaced = directive(call, "x-amz-tagging-directive");
  const tags = tagsReplaced ? tagsInHeader(headers) : source.tags;
  if (Object.keys(tags).length > 0) call.authorize("s3:PutObjectTagging", s3Arn(bucket, key));
  if (source.bucket === bucket && source.key === key && !isReplaced && storageClass === source.storageClass)
    throw s3Error(
      "InvalidRequest",
      {},
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  const algorithm = namedAlgorithm(request, "x-amz-checksum-algorithm") ?? source.checksum.algorithm;
  const copied = summedUp(s3.bodies.read(source.segments, { start: 0, end: source.size }), algorithm);
  return withFile(s3, copied.bytes, (file) => {
    const { etag, size, value } = copied.sums();
    const lastModified = wholeSeconds(s3.clock.now());
    const checksum = { algorithm, value, type: "FULL_OBJECT" as const };
    const segments = [{ file, size, checksum: value }];
    const attributes = isReplaced ? given : { ...kept, storageClass };
    storeObject(s3, { ...attributes, bucket, key, size, etag, lastModified, checksum, tags, segments }, headers);
    const body = writeXml("CopyObjectResult", {
      ETag: `"${etag}"`,
      LastModified: new Date(lastModified).toISOString(),
      ChecksumType: checksum.type,
      [`Checksum${algorithm}`]: value,
    });
    return { body };
  });
};

/** The object that a copy is made of. @throws {AwsError} InvalidArgument, NoSuchBucket, NoSuchKey, AccessDenied, PreconditionFailed */
export function sourceOf({ buckets, objects }: S3Context, call: S3Call): StoredObject {
  const { bucket, key } = readSource(String(call.headers["x-amz-copy-source"] ?? ""));
  if (!buckets.find(bucket)) throw s3Error("NoSuchBucket", { BucketName: bucket });
  call.authorize("s3:GetObject", s3Arn(bucket, key));
  const source = objects.find(bucket, key);
  if (!source) {
    call.authorize("s3:ListBucket", s3Arn(bucket));
    throw s3Error("NoSuchKey", { Key: key });
  }
  checkCopyConditions(source, call.headers);
  return source;
}

function readSource(header: string): { bucket: string; key: string } {
  const [path = "", version] = header.split("?versionId=");
  if (version !== undefined && version !== "null") throw s3Error("NotImplemented", { Header: "x-amz-copy-source" });
  const match = /^\/?([^/]+)\/(.+)$/s.exec(unescaped(path));
  if (!match)
    throw s3Error(
      "InvalidArgument",
      { ArgumentName: "x-amz-copy-source", ArgumentValue: header },
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  return { bucket: match[1] as string, key: match[2] as string };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** True if the request brings its own, in place of the source's. */
function directive({ headers }: S3Call, name: string): boolean {
  const value = String(headers[name] ?? "COPY");
  if (value !== "COPY" && value !== "REPLACE")
    throw s3Error(
      "InvalidArgument",
      { ArgumentName: name, ArgumentValue: value },
      `Unknown ${name.replace("x-amz-", "").replace("-", " ")}.`,
    );
  return value === "REPLACE";
}
