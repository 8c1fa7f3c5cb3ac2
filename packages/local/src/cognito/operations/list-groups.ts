import type { ListGroupsRequest, ListGroupsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { describeGroup } from "../pools/groups.ts";

export const listGroups: CognitoOperation<ListGroupsRequest, ListGroupsResponse> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListGroups ${pool.id}`,
    token: request.NextToken,
    limit: request.Limit,
    read: (after, count) => cognito.groups.list(pool.id, after, count),
    keyOf: (group) => group.name,
  });
  return { Groups: items.map(describeGroup), NextToken: next };
};
