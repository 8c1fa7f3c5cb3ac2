import type { UpdateRoleRequest, UpdateRoleResponse } from "@aws-sdk/client-iam";
import { checkMaxSessionDuration } from "../checks.ts";
import type { IamOperation } from "../iam.ts";

export const updateRole: IamOperation<UpdateRoleRequest, UpdateRoleResponse> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const { Description: description = role.description, MaxSessionDuration: maxSessionSeconds = role.maxSessionSeconds } = request;
  checkMaxSessionDuration(maxSessionSeconds);
  iam.roles.update(role, { description, maxSessionSeconds });
  return {};
};
