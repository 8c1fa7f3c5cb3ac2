import type { ListIdentityPoolsInput, ListIdentityPoolsResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { page } from "../paging.ts";

export const listIdentityPools: IdentityOperation<ListIdentityPoolsInput, ListIdentityPoolsResponse> = ({ pools }, request) => {
  const { items, NextToken } = page(request, (after, limit) => pools.list(after, limit));
  return {
    IdentityPools: items.map(({ id, settings }) => ({ IdentityPoolId: id, IdentityPoolName: settings.IdentityPoolName })),
    NextToken,
  };
};
