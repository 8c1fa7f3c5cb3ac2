import type { DeleteUserPoolRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { checkDeletable } from "../pools/pool-rules.ts";

export const deleteUserPool: CognitoOperation<DeleteUserPoolRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  checkDeletable(cognito, pool);
  cognito.importJobs.checkNoneRunning(pool.id);
  cognito.userPools.delete(pool.id);
  cognito.appClients.forget(pool.id);
  cognito.signingKeys.forget(pool.id);
  return undefined;
};
