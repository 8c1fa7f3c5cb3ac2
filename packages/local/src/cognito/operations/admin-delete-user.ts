import type { AdminDeleteUserRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { deleteUser } from "../users/delete-user.ts";

export const adminDeleteUser: CognitoOperation<AdminDeleteUserRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  deleteUser(cognito, pool, cognito.users.get(pool, request.Username as string));
  return undefined;
};
