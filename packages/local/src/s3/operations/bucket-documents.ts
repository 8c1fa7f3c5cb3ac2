import { AwsError } from "../../endpoint/aws-error.ts";
import { listOf, type PolicyDocument, parsePolicy } from "../../iam/evaluate/policy-document.ts";
import { blockOf } from "../authorize-s3.ts";
import { type CorsRule, readCors, writeCors } from "../cors.ts";
import { type S3Operation, s3Arn } from "../operation.ts";
import { isPublic, readPublicAccessBlock, writePublicAccessBlock } from "../public-access.ts";
import { readWhole } from "../request-body.ts";
import { s3Error } from "../s3-error.ts";
import { readTagging, writeTagging } from "../tags.ts";
import { writeXml } from "../xml.ts";

const maxDocumentBytes = 65_536;
const maxPolicyBytes = 20_480;

export const putBucketCors: S3Operation = async ({ buckets }, { bucket, request }) => {
  const rules = readCors(await readWhole(request, maxDocumentBytes));
  buckets.setDocument(bucket, "cors", JSON.stringify(rules));
  return {};
};

export const getBucketCors: S3Operation = ({ buckets }, { bucket }) => {
  const text = buckets.document(bucket, "cors");
  if (text === undefined) throw s3Error("NoSuchCORSConfiguration", { BucketName: bucket });
  return { body: writeCors(JSON.parse(text) as CorsRule[]) };
};

export const deleteBucketCors: S3Operation = ({ buckets }, { bucket }) => {
  buckets.setDocument(bucket, "cors", undefined);
  return { status: 204 };
};

/** @throws {AwsError} MalformedPolicy; AccessDenied for a public policy where BlockPublicPolicy is on */
export const putBucketPolicy: S3Operation = async ({ buckets }, { bucket, request }) => {
  const text = await readWhole(request, maxDocumentBytes);
  if (Buffer.byteLength(text) > maxPolicyBytes) throw s3Error("MalformedPolicy", {}, "Policies cannot exceed 20480 bytes");
  const policy = policyOf(text);
  const arn = s3Arn(bucket);
  const isForeign = policy.Statement.some(({ Resource, NotResource }) =>
    listOf(Resource ?? NotResource ?? []).some((one) => !(one === "*" || one === arn || one.startsWith(`${arn}/`))),
  );
  if (isForeign) throw s3Error("MalformedPolicy", {}, "Policy has invalid resource");
  if (isPublic(policy) && blockOf(buckets, bucket)?.BlockPublicPolicy)
    throw s3Error(
      "AccessDenied",
      {},
      `You are not authorized to perform: s3:PutBucketPolicy on resource: "${arn}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  buckets.setDocument(bucket, "policy", text);
  return { status: 204 };
};

function policyOf(text: string): PolicyDocument {
  try {
    return parsePolicy(text, "resource");
  } catch (error) {
    if (error instanceof AwsError) throw s3Error("MalformedPolicy", {}, error.message);
    throw error;
  }
}

export const getBucketPolicy: S3Operation = ({ buckets }, { bucket }) => {
  const text = buckets.document(bucket, "policy");
  if (text === undefined) throw s3Error("NoSuchBucketPolicy", { BucketName: bucket });
  return { body: text, headers: { "content-type": "application/json" } };
};

export const getBucketPolicyStatus: S3Operation = ({ buckets }, { bucket }) => {
  const text = buckets.document(bucket, "policy");
  if (text === undefined) throw s3Error("NoSuchBucketPolicy", { BucketName: bucket });
  return { body: writeXml("PolicyStatus", { IsPublic: isPublic(parsePolicy(text, "resource")) }) };
};

export const deleteBucketPolicy: S3Operation = ({ buckets }, { bucket }) => {
  buckets.setDocument(bucket, "policy", undefined);
  return { status: 204 };
};

export const putPublicAccessBlock: S3Operation = async ({ buckets }, { bucket, request }) => {
  const block = readPublicAccessBlock(await readWhole(request, maxDocumentBytes));
  buckets.setDocument(bucket, "publicAccessBlock", JSON.stringify(block));
  return {};
};

export const getPublicAccessBlock: S3Operation = ({ buckets }, { bucket }) => {
  const block = blockOf(buckets, bucket);
  if (!block) throw s3Error("NoSuchPublicAccessBlockConfiguration", { BucketName: bucket });
  return { body: writePublicAccessBlock(block) };
};

export const deletePublicAccessBlock: S3Operation = ({ buckets }, { bucket }) => {
  // Empty, as a bucket without a document has the block of every new bucket.
  buckets.setDocument(bucket, "publicAccessBlock", "");
  return { status: 204 };
};

export const putBucketTagging: S3Operation = async ({ buckets }, { bucket, request }) => {
  const tags = readTagging(await readWhole(request, maxDocumentBytes), 50, "Bucket");
  buckets.setDocument(bucket, "tagging", JSON.stringify(tags));
  return { status: 204 };
};

export const getBucketTagging: S3Operation = ({ buckets }, { bucket }) => {
  const text = buckets.document(bucket, "tagging");
  if (text === undefined) throw s3Error("NoSuchTagSet", { BucketName: bucket });
  return { body: writeTagging(JSON.parse(text) as Record<string, string>) };
};

export const deleteBucketTagging: S3Operation = ({ buckets }, { bucket }) => {
  buckets.setDocument(bucket, "tagging", undefined);
  return { status: 204 };
};
