import type { DeleteRoleRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import type { IamOperation } from "../iam.ts";

export const deleteRole: IamOperation<DeleteRoleRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const { policies } = iam.roles;
  if (policies.attachedTo(role.arn).length > 0) throw deleteConflict("Cannot delete entity, must detach all policies first.");
  if (policies.names(role).length > 0) throw deleteConflict("Cannot delete entity, must delete policies first.");
  iam.roles.delete(role);
};
