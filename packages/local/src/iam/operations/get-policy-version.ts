import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from "@aws-sdk/client-iam";
import { encodeDocument } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";
import { describeVersion } from "./describe-version.ts";

export const getPolicyVersion: IamOperation<GetPolicyVersionRequest, GetPolicyVersionResponse> = (iam, request) => {
  const policy = iam.policies.get(request.PolicyArn as string);
  const version = iam.policies.version(policy, request.VersionId as string);
  return { PolicyVersion: { Document: encodeDocument(version.document), ...describeVersion(policy, version) } };
};
