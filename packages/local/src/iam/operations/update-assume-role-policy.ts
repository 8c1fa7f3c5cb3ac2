import type { UpdateAssumeRolePolicyRequest } from "@aws-sdk/client-iam";
import { checkTrustPolicySize } from "../checks.ts";
import { parsePolicy } from "../evaluate/policy-document.ts";
import type { IamOperation } from "../iam.ts";

export const updateAssumeRolePolicy: IamOperation<UpdateAssumeRolePolicyRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const trustPolicy = request.PolicyDocument as string;
  parsePolicy(trustPolicy, "trust");
  checkTrustPolicySize(trustPolicy);
  iam.roles.update(role, { trustPolicy });
};
