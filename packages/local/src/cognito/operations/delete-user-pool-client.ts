import type { DeleteUserPoolClientRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const deleteUserPoolClient: CognitoOperation<DeleteUserPoolClientRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.appClients.delete(cognito.appClients.getOf(pool, request.ClientId as string));
  return undefined;
};
