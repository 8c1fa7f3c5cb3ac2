import { isCombinable } from "../checksums/checksum.ts";
import { attributesOf } from "../object-attributes.ts";
import { type S3Call, type S3Context, type S3Operation, s3Arn } from "../operation.ts";
import { namedAlgorithm } from "../promised-checksum.ts";
import { s3Error } from "../s3-error.ts";
import type { Upload } from "../storage/uploads.ts";
import { tagsInHeader } from "../tags.ts";
import { writeXml } from "../xml.ts";

/** Begins an upload in parts; what the object will be beside its bytes is said now. */
export const createMultipartUpload: S3Operation = (s3, call) => {
  const { bucket, key, headers } = call;
  const tags = tagsInHeader(headers);
  if (Object.keys(tags).length > 0) call.authorize("s3:PutObjectTagging", s3Arn(bucket, key));
  const checksum = checksumOf(call);
  const upload = { ...attributesOf(headers), bucket, key, tags, checksum, startedAt: s3.clock.now() };
  const id = s3.uploads.create(upload);
  return {
    body: writeXml("InitiateMultipartUploadResult", { Bucket: bucket, Key: key, UploadId: id }),
    ...(checksum && {
      headers: { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type },
    }),
  };
};

function checksumOf({ request, headers }: S3Call): Upload["checksum"] {
  const algorithm = namedAlgorithm(request, "x-amz-checksum-algorithm");
  const type = headers["x-amz-checksum-type"];
  if (type !== undefined && type !== "COMPOSITE" && type !== "FULL_OBJECT")
    throw s3Error("InvalidRequest", {}, "Value for x-amz-checksum-type header is invalid.");
  if (!algorithm) {
    if (type === undefined) return undefined;
    throw s3Error(
      "InvalidRequest",
      {},
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  const isPossible = type === "COMPOSITE" ? algorithm !== "CRC64NVME" : isCombinable(algorithm);
  if (type !== undefined && !isPossible)
    throw s3Error(
      "InvalidRequest",
      {},
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  return { algorithm, type: type ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE") };
}

/** The upload that a call names. @throws {AwsError} NoSuchUpload */
export function foundUpload({ uploads }: S3Context, { bucket, key, query }: S3Call): Upload {
  const id = query.get("uploadId") ?? "";
  const upload = uploads.find(bucket, key, id);
  if (!upload) throw s3Error("NoSuchUpload", { UploadId: id });
  return upload;
}
