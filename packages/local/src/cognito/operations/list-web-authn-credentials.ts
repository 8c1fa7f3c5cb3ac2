import type { ListWebAuthnCredentialsRequest, ListWebAuthnCredentialsResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { readPage } from "../paging.ts";
import { bearerOf } from "../tokens/access-tokens.ts";

type Operation = CognitoOperation<ListWebAuthnCredentialsRequest, ListWebAuthnCredentialsResponse>;

export const listWebAuthnCredentials: Operation = async (cognito, request) => {
  const { user } = await bearerOf(cognito, request.AccessToken as string);
  const { items, next } = readPage({
    list: `ListWebAuthnCredentials ${user.sub}`,
    token: request.NextToken,
    limit: request.MaxResults,
    most: 20,
    read: (after, count) => cognito.passkeys.list(user, after, count),
    keyOf: ({ id }) => id,
  });
  const Credentials = items.map((passkey) => ({
    CredentialId: passkey.id,
    FriendlyCredentialName: "Passkey",
    RelyingPartyId: passkey.relyingPartyId,
    AuthenticatorAttachment: passkey.attachment,
    AuthenticatorTransports: passkey.transports,
    CreatedAt: new Date(passkey.createdAt),
  }));
  return { Credentials, NextToken: next };
};
