import type { AdminListGroupsForUserRequest, AdminListGroupsForUserResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { page, startOf } from "../paging.ts";
import { describeGroup } from "../pools/groups.ts";

type Operation = CognitoOperation<AdminListGroupsForUserRequest, AdminListGroupsForUserResponse>;

export const adminListGroupsForUser: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const user = cognito.users.get(pool, request.Username as string);
  const limit = request.Limit || 60;
  const found = cognito.groups.of(user, startOf(request.NextToken), limit + 1);
  const { items, next } = page(found, limit, (group) => group.name);
  return { Groups: items.map(describeGroup), NextToken: next };
};
