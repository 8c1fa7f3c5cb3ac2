import type { ListGroupsRequest, ListGroupsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { page, startOf } from "../paging.ts";
import { describeGroup } from "../pools/groups.ts";

export const listGroups: CognitoOperation<ListGroupsRequest, ListGroupsResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const limit = request.Limit || 60;
  const found = cognito.groups.list(pool.id, startOf(request.NextToken), limit + 1);
  const { items, next } = page(found, limit, (group) => group.name);
  return { Groups: items.map(describeGroup), NextToken: next };
};
