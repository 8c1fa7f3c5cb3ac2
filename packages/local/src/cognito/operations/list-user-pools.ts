import type { ListUserPoolsRequest, ListUserPoolsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { lambdaConfigOf } from "../pools/describe-user-pool.ts";

export const listUserPools: CognitoOperation<ListUserPoolsRequest, ListUserPoolsResponse> = (cognito, request) => {
  const { items, next } = readPage({
    list: "ListUserPools",
    token: request.NextToken,
    limit: request.MaxResults,
    read: (after, count) => cognito.userPools.list(after, count),
    keyOf: (pool) => pool.id,
  });
  return {
    UserPools: items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: lambdaConfigOf(pool.settings),
      CreationDate: new Date(pool.createdAt),
      LastModifiedDate: new Date(pool.modifiedAt),
    })),
    NextToken: next,
  };
};
