import type { CreateIdentityPoolInput, IdentityPool as IdentityPoolDescription } from "@aws-sdk/client-cognito-identity";
import { invalidParameter } from "../errors.ts";
import type { IdentityPool, PoolSettings } from "./identity-pools.ts";

/** The settings in a request to make or change a pool. @throws InvalidParameterException */
export function settingsOf(request: CreateIdentityPoolInput | IdentityPoolDescription): PoolSettings {
  for (const { ProviderName, ClientId } of request.CognitoIdentityProviders ?? []) {
    if (ProviderName === undefined || ClientId === undefined) {
      throw invalidParameter("Cognito identity providers must have a ProviderName and a ClientId.");
    }
    if (!/^cognito-idp\.[\w-]+\.amazonaws\.com(\.cn)?\/[\w-]+_[0-9A-Za-z]+$/.test(ProviderName)) {
      throw invalidParameter(`Invalid Cognito identity provider: ${ProviderName}`);
    }
  }
  return {
    IdentityPoolName: request.IdentityPoolName as string,
    AllowUnauthenticatedIdentities: request.AllowUnauthenticatedIdentities as boolean,
    AllowClassicFlow: request.AllowClassicFlow,
    SupportedLoginProviders: request.SupportedLoginProviders,
    DeveloperProviderName: request.DeveloperProviderName,
    OpenIdConnectProviderARNs: request.OpenIdConnectProviderARNs,
    CognitoIdentityProviders: request.CognitoIdentityProviders?.map((provider) => ({
      ...provider,
      ServerSideTokenCheck: provider.ServerSideTokenCheck ?? false,
    })),
    SamlProviderARNs: request.SamlProviderARNs,
  };
}

/** A pool as its operations answer with it. */
export function describePool({ id, settings, tags }: IdentityPool): IdentityPoolDescription {
  return { IdentityPoolId: id, ...settings, ...(Object.keys(tags).length > 0 && { IdentityPoolTags: tags }) };
}
