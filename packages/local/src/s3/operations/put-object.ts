import { attributesOf } from "../object-attributes.ts";
import { type S3Operation, s3Arn } from "../operation.ts";
import { namedAlgorithm } from "../promised-checksum.ts";
import { requestBody } from "../request-body.ts";
import { checksumHeaders, storeObject, wholeSeconds, withFile } from "../store-object.ts";
import { tagsInHeader } from "../tags.ts";

/** Takes an object in one request. What was there under its key stays until all of it is on disk. */
export const putObject: S3Operation = async (s3, call) => {
  const { bucket, key, headers, request } = call;
  const attributes = attributesOf(headers);
  const tags = tagsInHeader(headers);
  if (Object.keys(tags).length > 0) call.authorize("s3:PutObjectTagging", s3Arn(bucket, key));
  const body = requestBody(request, namedAlgorithm(request, "x-amz-sdk-checksum-algorithm"));
  return withFile(s3, body.bytes, (file) => {
    const { md5, size, checksum: sum } = body.sums();
    const etag = md5.toString("hex");
    const checksum = { ...sum, type: "FULL_OBJECT" as const };
    const lastModified = wholeSeconds(s3.clock.now());
    const segments = [{ file, size, checksum: sum.value }];
    storeObject(s3, { ...attributes, bucket, key, size, etag, lastModified, checksum, tags, segments }, headers);
    return { headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } };
  });
};
