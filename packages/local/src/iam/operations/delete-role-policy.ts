import type { DeleteRolePolicyRequest } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";

export const deleteRolePolicy: IamOperation<DeleteRolePolicyRequest> = (iam, request) => {
  iam.roles.policies.delete(iam.roles.get(request.RoleName as string), request.PolicyName as string);
};
