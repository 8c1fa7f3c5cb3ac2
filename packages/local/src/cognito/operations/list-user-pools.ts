import type { ListUserPoolsRequest, ListUserPoolsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { page, startOf } from "../paging.ts";

export const listUserPools: CognitoOperation<ListUserPoolsRequest, ListUserPoolsResponse> = (cognito, request) => {
  const limit = request.MaxResults || 60;
  const found = cognito.userPools.list(startOf(request.NextToken), limit + 1);
  const { items, next } = page(found, limit, (pool) => pool.id);
  return {
    UserPools: items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: pool.settings.LambdaConfig ?? {},
      CreationDate: new Date(pool.createdAt),
      LastModifiedDate: new Date(pool.modifiedAt),
    })),
    NextToken: next,
  };
};
