import type { UpdateIdentityProviderRequest, UpdateIdentityProviderResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeIdentityProvider } from "../pools/identity-providers.ts";

type Operation = CognitoOperation<UpdateIdentityProviderRequest, UpdateIdentityProviderResponse>;

export const updateIdentityProvider: Operation = (cognito, request) => {
  const { UserPoolId, ProviderName, ...changes } = request;
  const pool = cognito.userPools.get(UserPoolId as string);
  const provider = cognito.identityProviders.update(pool.id, ProviderName as string, changes);
  return { IdentityProvider: describeIdentityProvider(provider) };
};
