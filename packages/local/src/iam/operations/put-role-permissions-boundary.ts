import type { PutRolePermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";
import { boundaryPolicy } from "./boundary-policy.ts";

export const putRolePermissionsBoundary: IamOperation<PutRolePermissionsBoundaryRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  iam.roles.update(role, { boundary: boundaryPolicy(iam, request.PermissionsBoundary as string) });
};
