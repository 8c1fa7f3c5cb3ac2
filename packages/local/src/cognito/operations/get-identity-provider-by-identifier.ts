import type {
  GetIdentityProviderByIdentifierRequest,
  GetIdentityProviderByIdentifierResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeIdentityProvider } from "../pools/identity-providers.ts";

type Operation = CognitoOperation<GetIdentityProviderByIdentifierRequest, GetIdentityProviderByIdentifierResponse>;

export const getIdentityProviderByIdentifier: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const provider = cognito.identityProviders.getByIdentifier(pool.id, request.IdpIdentifier as string);
  return { IdentityProvider: describeIdentityProvider(provider) };
};
