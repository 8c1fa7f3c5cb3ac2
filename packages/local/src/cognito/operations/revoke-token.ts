import type { RevokeTokenRequest, RevokeTokenResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { CognitoOperation } from "../cognito.ts";
import { isRevocable } from "../pools/token-validity.ts";
import { knowsClientSecret } from "../sign-in/secret-hash.ts";
import { isJwt } from "../tokens/jwt.ts";
import { signOut } from "../tokens/sign-out.ts";

/** Ends the sign-in of a refresh token. One that is nobody's, or was revoked before, is answered like any other. */
export const revokeToken: CognitoOperation<RevokeTokenRequest, RevokeTokenResponse> = (cognito, request) => {
  const token = request.Token as string;
  const client = cognito.appClients.find(request.ClientId as string);
  if (!client || !knowsClientSecret(client, request.ClientSecret)) throw unauthorized("Invalid client.");
  if (!isRevocable(client)) {
    throw new AwsError("UnsupportedOperationException", `Token revocation is not enabled for client ${client.id}`);
  }
  if (isJwt(token)) throw new AwsError("UnsupportedTokenTypeException", "Only refresh tokens can be revoked.");
  const origin = cognito.refreshTokens.originOf(token);
  if (!origin) return {};
  if (origin.clientId !== client.id) throw unauthorized("The token was not issued to this client.");
  signOut(cognito, client, origin);
  return {};
};

function unauthorized(message: string): AwsError {
  return new AwsError("UnauthorizedException", message);
}
