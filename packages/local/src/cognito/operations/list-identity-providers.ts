import type { ListIdentityProvidersRequest, ListIdentityProvidersResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";

type Operation = CognitoOperation<ListIdentityProvidersRequest, ListIdentityProvidersResponse>;

export const listIdentityProviders: Operation = (cognito, request) => {
  const pool = cognito.userPools.get(request.UserPoolId as string);
  const { items, next } = readPage({
    list: `ListIdentityProviders ${pool.id}`,
    token: request.NextToken,
    limit: request.MaxResults,
    most: 50,
    read: (after, count) => cognito.identityProviders.list(pool.id, after, count),
    keyOf: (provider) => provider.name,
  });
  const Providers = items.map(({ name, settings, createdAt, modifiedAt }) => ({
    ProviderName: name,
    ProviderType: settings.ProviderType,
    CreationDate: new Date(createdAt),
    LastModifiedDate: new Date(modifiedAt),
  }));
  return { Providers, NextToken: next };
};
