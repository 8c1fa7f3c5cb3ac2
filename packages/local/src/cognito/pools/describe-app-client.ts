import type { UserPoolClientDescription, UserPoolClientType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "./app-clients.ts";
import { isRevocable } from "./token-validity.ts";

/** The client as DescribeUserPoolClient shows it, its defaults filled in as far as Cognito shows them. */
export function describeAppClient(client: AppClient): UserPoolClientType {
  const { settings, secrets } = client;
  return {
    ...settings,
    UserPoolId: client.userPoolId,
    ClientId: client.id,
    ...(secrets[0] && { ClientSecret: secrets[0].value }),
    RefreshTokenValidity: settings.RefreshTokenValidity || 30,
    TokenValidityUnits: settings.TokenValidityUnits ?? {},
    EnableTokenRevocation: isRevocable(client),
    AuthSessionValidity: settings.AuthSessionValidity ?? 3,
    AllowedOAuthFlowsUserPoolClient: settings.AllowedOAuthFlowsUserPoolClient ?? false,
    EnablePropagateAdditionalUserContextData: settings.EnablePropagateAdditionalUserContextData ?? false,
    CreationDate: new Date(client.createdAt),
    LastModifiedDate: new Date(client.modifiedAt),
  };
}

/** The client as ListUserPoolClients shows it. */
export function listAppClient(client: AppClient): UserPoolClientDescription {
  return { ClientId: client.id, UserPoolId: client.userPoolId, ClientName: client.settings.ClientName };
}
