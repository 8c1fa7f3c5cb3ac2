import { loadConstraints } from "../../../model/constraints.ts";
import { type AskedBy, arn } from "./asked.ts";

let signed: ReadonlySet<string> | undefined;

/** User pools: the pool is the resource. What users call with their own tokens or none is no matter of IAM. */
export const cognitoIdp: AskedBy = (operation, { UserPoolId, ResourceArn }, surroundings) => {
  signed ??= new Set(loadConstraints("cognito-idp").signed);
  if (!signed.has(operation)) return [];
  const resource = UserPoolId === undefined ? ResourceArn : arn(surroundings, "cognito-idp", `userpool/${UserPoolId}`);
  return resource === undefined ? undefined : [{ action: `cognito-idp:${operation}`, resource }];
};
