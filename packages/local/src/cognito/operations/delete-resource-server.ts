import type { DeleteResourceServerRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const deleteResourceServer: CognitoOperation<DeleteResourceServerRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.resourceServers.delete(pool.id, request.Identifier as string);
  return undefined;
};
