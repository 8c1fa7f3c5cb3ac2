import type {
  CreateIdentityProviderRequest,
  CreateIdentityProviderResponse,
  IdentityProviderTypeType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeIdentityProvider } from "../pools/identity-providers.ts";

type Operation = CognitoOperation<CreateIdentityProviderRequest, CreateIdentityProviderResponse>;

export const createIdentityProvider: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const provider = cognito.identityProviders.create(pool.id, request.ProviderName as string, {
    ProviderType: request.ProviderType as IdentityProviderTypeType,
    ProviderDetails: request.ProviderDetails ?? {},
    AttributeMapping: request.AttributeMapping,
    IdpIdentifiers: request.IdpIdentifiers,
  });
  return { IdentityProvider: describeIdentityProvider(provider) };
};
