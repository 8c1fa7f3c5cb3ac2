import type { GetPolicyRequest, GetPolicyResponse } from "@aws-sdk/client-iam";
import { describePolicy } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";

export const getPolicy: IamOperation<GetPolicyRequest, GetPolicyResponse> = (iam, request) => ({
  Policy: describePolicy(iam, iam.policies.get(request.PolicyArn as string)),
});
