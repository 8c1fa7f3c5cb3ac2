import type { Caller } from "../endpoint/service.ts";
import { evaluate } from "../iam/evaluate/evaluate.ts";
import { type PolicyDocument, parsePolicy } from "../iam/evaluate/policy-document.ts";
import { allBlocked, isPublic, type PublicAccessBlock } from "./public-access.ts";
import { s3Error } from "./s3-error.ts";
import type { Buckets } from "./storage/buckets.ts";

/** What somebody asks of S3. */
export interface S3Access {
  caller: Caller;
  isSigned: boolean;
  /** `s3:GetObject` */
  action: string;
  /** An ARN, or `*` for what is about the account. */
  resource: string;
  /** Condition keys in lower case: `s3:prefix`. */
  context: Record<string, readonly string[]>;
}

/** Decides for those who sign, by their policies and the bucket's. @throws {AwsError} AccessDenied */
export type Authorize = (access: S3Access) => void;

/**
 * The one place where S3 asks who may do what. Who signs is for IAM to judge; who does not may do what the bucket's policy gives to
 * everybody, unless the bucket is kept from being public.
 * @throws {AwsError} AccessDenied
 */
export function authorizeS3(buckets: Buckets, authorize: Authorize, bucket: string, access: S3Access): void {
  if (access.isSigned) authorize(access);
  else checkPublic(buckets, bucket, access);
}

function checkPublic(buckets: Buckets, bucket: string, { action, resource, context }: S3Access): void {
  const policy = policyOf(buckets, bucket);
  const principal = { arn: "*", accountId: "anonymous", kind: "anonymous" as const };
  const question = { principal, action, resource, context: new Map(Object.entries(context)) };
  const isRestricted = policy && isPublic(policy) && blockOf(buckets, bucket)?.RestrictPublicBuckets;
  if (isRestricted || !evaluate(question, { identity: [], resource: policy }).allowed) throw s3Error("AccessDenied");
}

/** The policy of a bucket; undefined where there is none, or no such bucket. */
export function policyOf(buckets: Buckets, bucket: string): PolicyDocument | undefined {
  const text = buckets.document(bucket, "policy");
  return text === undefined ? undefined : parsePolicy(text, "resource");
}

/** What keeps a bucket from being public; undefined once that was taken away. */
export function blockOf(buckets: Buckets, bucket: string): PublicAccessBlock | undefined {
  const text = buckets.document(bucket, "publicAccessBlock");
  if (text === undefined) return allBlocked;
  return text === "" ? undefined : (JSON.parse(text) as PublicAccessBlock);
}
