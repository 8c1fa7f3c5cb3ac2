import type { DetachRolePolicyRequest } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";

export const detachRolePolicy: IamOperation<DetachRolePolicyRequest> = (iam, request) => {
  iam.roles.policies.detach(iam.roles.get(request.RoleName as string), request.PolicyArn as string);
};
