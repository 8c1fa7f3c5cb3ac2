import type { AdminEnableUserRequest, AdminEnableUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const adminEnableUser: CognitoOperation<AdminEnableUserRequest, AdminEnableUserResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  if (user.enabled) return {};
  cognito.store.write(() => {
    cognito.users.update(pool, user, { enabled: true });
    cognito.journal.record("user.enabled", { sub: user.sub }, { userPoolId: pool.id });
  });
  return {};
};
