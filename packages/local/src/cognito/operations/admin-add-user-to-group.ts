import type { AdminAddUserToGroupRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

/** A user who is in the group already stays there, without an error. */
export const adminAddUserToGroup: CognitoOperation<AdminAddUserToGroupRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const group = cognito.groups.get(pool.id, request.GroupName as string);
  cognito.store.write(() => {
    if (!cognito.groups.addMember(group, user)) return;
    cognito.journal.record("user.added-to-group", { sub: user.sub }, { userPoolId: pool.id, group: group.name });
  });
  return undefined;
};
