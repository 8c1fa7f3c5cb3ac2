import type { DeleteUserPoolRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";

export const deleteUserPool: CognitoOperation<DeleteUserPoolRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  if (pool.settings.DeletionProtection === "ACTIVE") {
    throw invalidParameter(
      "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
    );
  }
  cognito.userPools.delete(pool.id);
  cognito.appClients.forget(pool.id);
  cognito.signingKeys.forget(pool.id);
  return undefined;
};
