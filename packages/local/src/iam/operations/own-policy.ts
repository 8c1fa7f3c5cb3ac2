import { AwsError } from "../../endpoint/aws-error.ts";
import type { Iam } from "../iam.ts";
import type { ManagedPolicy } from "../managed-policies.ts";

/** A managed policy that can be changed. @throws NoSuchEntity; AccessDenied for AWS's own. */
export function ownPolicy(iam: Iam, arn: string): ManagedPolicy {
  const policy = iam.policies.get(arn);
  if (policy.isAws) throw new AwsError("AccessDenied", `Policy ${arn} is managed by AWS and cannot be changed`, { status: 403 });
  return policy;
}
