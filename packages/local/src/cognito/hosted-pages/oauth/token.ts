import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "../../pools/app-clients.ts";
import { json, type PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { redeemCode } from "./authorization-code-grant.ts";
import { authenticatedClient } from "./client-authentication.ts";
import { grantToClient } from "./client-credentials-grant.ts";
import { OAuthError } from "./oauth-error.ts";
import { refreshTokens } from "./refresh-token-grant.ts";

/** One way to come by tokens. @throws OAuthError */
export type TokenGrant = (request: PageRequest, client: AppClient) => Promise<AuthenticationResultType>;

const grants = new Map<string, TokenGrant>([
  ["authorization_code", redeemCode],
  ["client_credentials", grantToClient],
  ["refresh_token", refreshTokens],
]);

/** `POST /oauth2/token`. */
export async function token(request: PageRequest): Promise<PageAnswer> {
  const type = request.form.get("grant_type");
  if (!type) throw new OAuthError("invalid_request");
  const grant = grants.get(type);
  if (!grant) throw new OAuthError("unsupported_grant_type");
  const made = await grant(request, authenticatedClient(request));
  return json(200, {
    id_token: made.IdToken,
    access_token: made.AccessToken,
    refresh_token: made.RefreshToken,
    expires_in: made.ExpiresIn,
    token_type: made.TokenType,
  });
}
