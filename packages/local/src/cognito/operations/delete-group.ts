import type { DeleteGroupRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const deleteGroup: CognitoOperation<DeleteGroupRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.groups.delete(cognito.groups.get(pool.id, request.GroupName as string));
  return undefined;
};
