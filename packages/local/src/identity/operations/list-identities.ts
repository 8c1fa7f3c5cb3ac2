import type { ListIdentitiesInput, ListIdentitiesResponse } from "@aws-sdk/client-cognito-identity";
import { describeIdentity } from "../identities/describe-identity.ts";
import type { IdentityOperation } from "../identity.ts";
import { page } from "../paging.ts";

export const listIdentities: IdentityOperation<ListIdentitiesInput, ListIdentitiesResponse> = (
  { pools, identities },
  request,
) => {
  const { id } = pools.get(request.IdentityPoolId as string);
  const hideDisabled = request.HideDisabled ?? false;
  const { items, NextToken } = page(request, (after, limit) => identities.list(id, { after, limit, hideDisabled }));
  return { IdentityPoolId: id, Identities: items.map(describeIdentity), NextToken };
};
