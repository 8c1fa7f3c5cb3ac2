import type { UntagRoleRequest } from "@aws-sdk/client-iam";
import type { IamOperation } from "../iam.ts";

export const untagRole: IamOperation<UntagRoleRequest> = (iam, request) => {
  const role = iam.roles.get(request.RoleName as string);
  const kept = Object.entries(role.tags).filter(([key]) => !request.TagKeys?.includes(key));
  iam.roles.update(role, { tags: Object.fromEntries(kept) });
};
