import type { RoleMapping } from "@aws-sdk/client-cognito-identity";
import { type AskedBy, arn } from "./asked.ts";
import { passedRoles } from "./passed-role.ts";

// What a browser calls for itself needs no credentials.
const open = new Set(["GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"]);

/** Identity pools. An identity is within its pool: `us-east-1:<uuid>` does not say in which. */
export const cognitoIdentity: AskedBy = (operation, { IdentityPoolId, ResourceArn, Roles, RoleMappings }, surroundings) => {
  if (open.has(operation)) return [];
  const resource =
    IdentityPoolId === undefined ? ResourceArn : arn(surroundings, "cognito-identity", `identitypool/${IdentityPoolId}`);
  if (resource === undefined) return undefined;
  const rules = Object.values((RoleMappings ?? {}) as Record<string, RoleMapping>).flatMap(
    (mapping) => mapping.RulesConfiguration?.Rules ?? [],
  );
  const roles = [...Object.values((Roles ?? {}) as Record<string, string>), ...rules.map(({ RoleARN }) => RoleARN)];
  return [{ action: `cognito-identity:${operation}`, resource }, ...passedRoles("cognito-identity.amazonaws.com", roles)];
};
