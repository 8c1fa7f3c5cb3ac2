import type { SetIdentityPoolRolesInput } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { checkRoles } from "../pools/role-mappings.ts";

/** Replaces all roles and mappings. */
export const setIdentityPoolRoles: IdentityOperation<SetIdentityPoolRolesInput> = (
  identity,
  { IdentityPoolId = "", Roles = {}, RoleMappings = {} },
) => {
  const pool = identity.pools.get(IdentityPoolId);
  checkRoles(identity, pool, Roles, RoleMappings);
  identity.pools.update(pool, { roles: { Roles, RoleMappings } });
};
