import type {
  DescribeIdentityProviderRequest,
  DescribeIdentityProviderResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { describeIdentityProvider as describe } from "../pools/identity-providers.ts";

type Operation = CognitoOperation<DescribeIdentityProviderRequest, DescribeIdentityProviderResponse>;

export const describeIdentityProvider: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  return { IdentityProvider: describe(cognito.identityProviders.get(pool.id, request.ProviderName as string)) };
};
