import type { AdminGetUserRequest, AdminGetUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeMfa } from "../mfa/describe-mfa.ts";
import { describeUserInFull } from "../users/describe-user.ts";

export const adminGetUser: CognitoOperation<AdminGetUserRequest, AdminGetUserResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  return { ...describeUserInFull(user), ...describeMfa(cognito, user) };
};
