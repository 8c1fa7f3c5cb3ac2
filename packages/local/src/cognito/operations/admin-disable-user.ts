import type { AdminDisableUserRequest, AdminDisableUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const adminDisableUser: CognitoOperation<AdminDisableUserRequest, AdminDisableUserResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  if (!user.enabled) return {};
  cognito.store.write(() => {
    cognito.users.update(pool, user, { enabled: false });
    cognito.refreshTokens.revokeAll(user);
    cognito.journal.record("user.disabled", { sub: user.sub }, { userPoolId: pool.id });
  });
  return {};
};
