import type { AdminListGroupsForUserRequest, AdminListGroupsForUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { describeGroup } from "../pools/groups.ts";

type Operation = CognitoOperation<AdminListGroupsForUserRequest, AdminListGroupsForUserResponse>;

export const adminListGroupsForUser: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const { items, next } = readPage({
    list: `AdminListGroupsForUser ${pool.id} ${user.sub}`,
    token: request.NextToken,
    limit: request.Limit,
    read: (after, count) => cognito.groups.of(user, after, count),
    keyOf: (group) => group.name,
  });
  return { Groups: items.map(describeGroup), NextToken: next };
};
