import type { AdminUserGlobalSignOutRequest, AdminUserGlobalSignOutResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { signOutEverywhere } from "../tokens/sign-out.ts";

type Operation = CognitoOperation<AdminUserGlobalSignOutRequest, AdminUserGlobalSignOutResponse>;

export const adminUserGlobalSignOut: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  signOutEverywhere(cognito, pool, cognito.users.get(pool, request.Username as string));
  return {};
};
