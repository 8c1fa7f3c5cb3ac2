import type { AdminGetUserAuthFactorsRequest, AdminGetUserAuthFactorsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeAuthFactors } from "../mfa/auth-factors.ts";

type Operation = CognitoOperation<AdminGetUserAuthFactorsRequest, AdminGetUserAuthFactorsResponse>;

export const adminGetUserAuthFactors: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return describeAuthFactors(cognito, cognito.users.get(pool, request.Username as string));
};
