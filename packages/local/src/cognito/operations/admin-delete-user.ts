import type { AdminDeleteUserRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const adminDeleteUser: CognitoOperation<AdminDeleteUserRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  cognito.store.write(() => {
    cognito.users.delete(pool, user);
    cognito.journal.record("user.deleted", { sub: user.sub }, { userPoolId: pool.id });
  });
  return undefined;
};
