import type { S3Call, S3Operation } from "../operation.ts";
import * as documents from "./bucket-documents.ts";
import * as buckets from "./buckets.ts";
import { completeMultipartUpload } from "./complete-multipart-upload.ts";
import { copyObject } from "./copy-object.ts";
import { createMultipartUpload, foundUpload } from "./create-multipart-upload.ts";
import { deleteObject, deleteObjects } from "./delete-object.ts";
import { getObject, headObject } from "./get-object.ts";
import { getObjectAttributes } from "./get-object-attributes.ts";
import { listingContext, listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import { listMultipartUploads, listParts } from "./list-uploads.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./object-tagging.ts";
import { putObject } from "./put-object.ts";
import { uploadPart, uploadPartCopy } from "./upload-part.ts";

/** An operation with what its caller must be allowed. */
export interface OperationEntry {
  /** `s3:GetObject`; undefined if the operation asks for each object by itself. */
  action: string | undefined;
  /** What the action is on. */
  on: "account" | "bucket" | "object";
  /** Condition keys of the request. */
  context?: (call: Pick<S3Call, "query">) => Record<string, string[]>;
  run: S3Operation;
}

const onObject = (action: string, run: S3Operation): OperationEntry => ({ action: `s3:${action}`, on: "object", run });
const onBucket = (action: string, run: S3Operation): OperationEntry => ({ action: `s3:${action}`, on: "bucket", run });

const abortMultipartUpload: S3Operation = (s3, call) => {
  s3.uploads.end(foundUpload(s3, call).id);
  return { status: 204 };
};

/**
 * The operations of S3 that are answered, by their names in the API.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html for their actions
 */
export const operations: Record<string, OperationEntry> = {
  AbortMultipartUpload: onObject("AbortMultipartUpload", abortMultipartUpload),
  CompleteMultipartUpload: onObject("PutObject", completeMultipartUpload),
  CopyObject: onObject("PutObject", copyObject),
  CreateBucket: onBucket("CreateBucket", buckets.createBucket),
  CreateMultipartUpload: onObject("PutObject", createMultipartUpload),
  DeleteBucket: onBucket("DeleteBucket", buckets.deleteBucket),
  DeleteBucketCors: onBucket("PutBucketCORS", documents.deleteBucketCors),
  DeleteBucketPolicy: onBucket("DeleteBucketPolicy", documents.deleteBucketPolicy),
  DeleteBucketTagging: onBucket("PutBucketTagging", documents.deleteBucketTagging),
  DeleteObject: onObject("DeleteObject", deleteObject),
  DeleteObjects: { action: undefined, on: "bucket", run: deleteObjects },
  DeleteObjectTagging: onObject("DeleteObjectTagging", deleteObjectTagging),
  DeletePublicAccessBlock: onBucket("PutBucketPublicAccessBlock", documents.deletePublicAccessBlock),
  GetBucketCors: onBucket("GetBucketCORS", documents.getBucketCors),
  GetBucketLocation: onBucket("GetBucketLocation", buckets.getBucketLocation),
  GetBucketPolicy: onBucket("GetBucketPolicy", documents.getBucketPolicy),
  GetBucketPolicyStatus: onBucket("GetBucketPolicyStatus", documents.getBucketPolicyStatus),
  GetBucketTagging: onBucket("GetBucketTagging", documents.getBucketTagging),
  GetBucketVersioning: onBucket("GetBucketVersioning", buckets.getBucketVersioning),
  GetObject: onObject("GetObject", getObject),
  GetObjectAttributes: onObject("GetObject", getObjectAttributes),
  GetObjectTagging: onObject("GetObjectTagging", getObjectTagging),
  GetPublicAccessBlock: onBucket("GetBucketPublicAccessBlock", documents.getPublicAccessBlock),
  HeadBucket: onBucket("ListBucket", buckets.headBucket),
  HeadObject: onObject("GetObject", headObject),
  ListBuckets: { action: "s3:ListAllMyBuckets", on: "account", run: buckets.listBuckets },
  ListMultipartUploads: { ...onBucket("ListBucketMultipartUploads", listMultipartUploads), context: listingContext },
  ListObjects: { ...onBucket("ListBucket", listObjects), context: listingContext },
  ListObjectVersions: { ...onBucket("ListBucketVersions", listObjectVersions), context: listingContext },
  ListObjectsV2: { ...onBucket("ListBucket", listObjectsV2), context: listingContext },
  ListParts: onObject("ListMultipartUploadParts", listParts),
  PutBucketCors: onBucket("PutBucketCORS", documents.putBucketCors),
  PutBucketPolicy: onBucket("PutBucketPolicy", documents.putBucketPolicy),
  PutBucketTagging: onBucket("PutBucketTagging", documents.putBucketTagging),
  PutObject: onObject("PutObject", putObject),
  PutObjectTagging: onObject("PutObjectTagging", putObjectTagging),
  PutPublicAccessBlock: onBucket("PutBucketPublicAccessBlock", documents.putPublicAccessBlock),
  UploadPart: onObject("PutObject", uploadPart),
  UploadPartCopy: onObject("PutObject", uploadPartCopy),
};
