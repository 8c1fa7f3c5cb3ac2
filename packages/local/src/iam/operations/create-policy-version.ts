import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from "@aws-sdk/client-iam";
import { checkManagedPolicySize } from "../checks.ts";
import { limitExceeded } from "../errors.ts";
import { parsePolicy } from "../evaluate/policy-document.ts";
import type { IamOperation } from "../iam.ts";
import { describeVersion } from "./describe-version.ts";
import { ownPolicy } from "./own-policy.ts";

export const createPolicyVersion: IamOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse> = (iam, request) => {
  const policy = ownPolicy(iam, request.PolicyArn as string);
  const document = request.PolicyDocument as string;
  parsePolicy(document, "identity");
  checkManagedPolicySize(document);
  if (iam.policies.versions(policy).length >= 5) {
    throw limitExceeded(
      "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    );
  }
  const version = iam.policies.addVersion(policy, document);
  if (request.SetAsDefault) iam.policies.setDefault(policy, version.id);
  return { PolicyVersion: describeVersion(iam.policies.get(policy.arn), version) };
};
