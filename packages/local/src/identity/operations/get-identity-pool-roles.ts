import type { GetIdentityPoolRolesInput, GetIdentityPoolRolesResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";

export const getIdentityPoolRoles: IdentityOperation<GetIdentityPoolRolesInput, GetIdentityPoolRolesResponse> = (
  { pools },
  { IdentityPoolId = "" },
) => {
  const { id, roles } = pools.get(IdentityPoolId);
  const hasMappings = Object.keys(roles.RoleMappings).length > 0;
  return { IdentityPoolId: id, Roles: roles.Roles, ...(hasMappings && { RoleMappings: roles.RoleMappings }) };
};
