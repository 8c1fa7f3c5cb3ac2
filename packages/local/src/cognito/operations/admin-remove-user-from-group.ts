import type { AdminRemoveUserFromGroupRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

/** A user who is not in the group is left so, without an error. */
export const adminRemoveUserFromGroup: CognitoOperation<AdminRemoveUserFromGroupRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const group = cognito.groups.get(pool.id, request.GroupName as string);
  cognito.store.write(() => {
    if (!cognito.groups.removeMember(group, user)) return;
    cognito.journal.record("user.removed-from-group", { sub: user.sub }, { userPoolId: pool.id, group: group.name });
  });
  return undefined;
};
