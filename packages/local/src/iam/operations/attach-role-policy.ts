import type { AttachRolePolicyRequest } from "@aws-sdk/client-iam";
import { limitExceeded, noSuchEntity } from "../errors.ts";
import type { IamOperation } from "../iam.ts";

const mostAttached = 10;

export const attachRolePolicy: IamOperation<AttachRolePolicyRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const arn = request.PolicyArn as string;
  if (!iam.policies.find(arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  const attached = iam.roles.policies.attachedTo(role.arn);
  if (!attached.includes(arn) && attached.length >= mostAttached) {
    throw limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${mostAttached}`);
  }
  iam.roles.policies.attach(role, arn);
};
