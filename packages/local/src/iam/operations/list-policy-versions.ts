import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { describeVersion } from "./describe-version.ts";

/** A policy has five versions at most, so the list has one page. */
export const listPolicyVersions: IamOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse> = (iam, request) => {
  const policy = iam.policies.get(request.PolicyArn as string);
  return { Versions: iam.policies.versions(policy).map((version) => describeVersion(policy, version)), IsTruncated: false };
};
