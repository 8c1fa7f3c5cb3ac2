import type { DeleteIdentityProviderRequest } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";

export const deleteIdentityProvider: CognitoOperation<DeleteIdentityProviderRequest, undefined> = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  cognito.identityProviders.delete(pool.id, request.ProviderName as string);
  return undefined;
};
