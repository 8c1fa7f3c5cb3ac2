import type { ListUsersInGroupRequest, ListUsersInGroupResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { describeUser } from "../users/describe-user.ts";

export const listUsersInGroup: CognitoOperation<ListUsersInGroupRequest, ListUsersInGroupResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const group = cognito.groups.get(pool.id, request.GroupName as string);
  const { items, next } = readPage({
    list: `ListUsersInGroup ${pool.id} ${group.name}`,
    token: request.NextToken,
    limit: request.Limit,
    read: (after, count) => cognito.groups.membersOf(group, Number(after), count),
    keyOf: String,
  });
  return { Users: items.map((id) => describeUser(cognito.users.byId(id))), NextToken: next };
};
