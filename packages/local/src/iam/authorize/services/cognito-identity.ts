import { type AskedBy, arn } from "./asked.ts";

// What a browser calls for itself needs no credentials.
const open = new Set(["GetId", "GetCredentialsForIdentity", "GetOpenIdToken", "UnlinkIdentity"]);

/** Identity pools. An identity is within its pool: `us-east-1:<uuid>` does not say in which. */
export const cognitoIdentity: AskedBy = (operation, { IdentityPoolId, ResourceArn }, surroundings) => {
  if (open.has(operation)) return [];
  const resource =
    IdentityPoolId === undefined ? ResourceArn : arn(surroundings, "cognito-identity", `identitypool/${IdentityPoolId}`);
  return resource === undefined ? undefined : [{ action: `cognito-identity:${operation}`, resource }];
};
