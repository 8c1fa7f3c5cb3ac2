import type { SetPrincipalTagAttributeMapInput, SetPrincipalTagAttributeMapResponse } from "@aws-sdk/client-cognito-identity";
import { invalidParameter } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { defaultTags } from "../pools/principal-tag-maps.ts";
import { oidcName, providersOf } from "../pools/providers.ts";

export const setPrincipalTagAttributeMap: IdentityOperation<
  SetPrincipalTagAttributeMapInput,
  SetPrincipalTagAttributeMapResponse
> = (
  { pools, principalTagMaps },
  { IdentityPoolId = "", IdentityProviderName = "", UseDefaults = false, PrincipalTags = {} },
) => {
  const pool = pools.get(IdentityPoolId);
  if (!providersOf(pool.settings).some(({ name }) => name === oidcName(IdentityProviderName))) {
    throw invalidParameter(`(${IdentityProviderName}) is not a configured provider of the identity pool.`);
  }
  const tags = UseDefaults ? { ...defaultTags } : PrincipalTags;
  principalTagMaps.set(pool, IdentityProviderName, { useDefaults: UseDefaults, tags });
  return { IdentityPoolId, IdentityProviderName, UseDefaults, PrincipalTags: tags };
};
