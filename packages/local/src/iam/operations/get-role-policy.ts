import type { GetRolePolicyRequest, GetRolePolicyResponse } from "@aws-sdk/client-iam";
import { encodeDocument } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";

export const getRolePolicy: IamOperation<GetRolePolicyRequest, GetRolePolicyResponse> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const PolicyName = request.PolicyName as string;
  return { RoleName: role.name, PolicyName, PolicyDocument: encodeDocument(iam.roles.policies.get(role, PolicyName)) };
};
