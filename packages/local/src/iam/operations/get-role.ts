import type { GetRoleRequest, GetRoleResponse } from "@aws-sdk/client-iam";
import { describeRole } from "../descriptions.ts";
import type { IamOperation } from "../iam.ts";

export const getRole: IamOperation<GetRoleRequest, GetRoleResponse> = (iam, request) => ({
  Role: { ...describeRole(iam.roles.get(request.RoleName as string)), RoleLastUsed: {} },
});
