import { loadConstraints } from "../../../model/constraints.ts";
import { type AskedBy, arn } from "./asked.ts";
import { passedRoles } from "./passed-role.ts";

let signed: ReadonlySet<string> | undefined;

/** User pools: the pool is the resource. What users call with their own tokens or none is no matter of IAM. */
export const cognitoIdp: AskedBy = (operation, input, surroundings) => {
  const { UserPoolId, ResourceArn } = input;
  signed ??= new Set(loadConstraints("cognito-idp").signed);
  if (!signed.has(operation)) return [];
  const resource = UserPoolId === undefined ? ResourceArn : arn(surroundings, "cognito-idp", `userpool/${UserPoolId}`);
  const { SmsConfiguration, SmsMfaConfiguration, CloudWatchLogsRoleArn } = input;
  const roles = [SmsConfiguration?.SnsCallerArn, SmsMfaConfiguration?.SmsConfiguration?.SnsCallerArn, CloudWatchLogsRoleArn];
  return [{ action: `cognito-idp:${operation}`, resource: resource ?? "*" }, ...passedRoles("cognito-idp.amazonaws.com", roles)];
};
