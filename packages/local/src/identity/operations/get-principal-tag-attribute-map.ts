import type { GetPrincipalTagAttributeMapInput, GetPrincipalTagAttributeMapResponse } from "@aws-sdk/client-cognito-identity";
import { resourceNotFound } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";

export const getPrincipalTagAttributeMap: IdentityOperation<
  GetPrincipalTagAttributeMapInput,
  GetPrincipalTagAttributeMapResponse
> = ({ pools, principalTagMaps }, { IdentityPoolId = "", IdentityProviderName = "" }) => {
  const map = principalTagMaps.find(pools.get(IdentityPoolId), IdentityProviderName);
  if (!map) throw resourceNotFound(`No principal tag attribute map found for ${IdentityProviderName}.`);
  return { IdentityPoolId, IdentityProviderName, UseDefaults: map.useDefaults, PrincipalTags: map.tags };
};
