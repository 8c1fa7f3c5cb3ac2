import type { DeleteRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { noSuchEntity } from "../errors.ts";
import type { IamOperation } from "../iam.ts";

export const deleteRolePermissionsBoundary: IamOperation<DeleteRolePermissionsBoundaryRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  if (role.boundary === undefined) throw noSuchEntity(`Role ${role.name} does not have a permissions boundary.`);
  iam.roles.update(role, { boundary: undefined });
};
