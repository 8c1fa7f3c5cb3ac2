import { AwsError } from "../../../endpoint/aws-error.ts";
import { refresh } from "../../tokens/refresh.ts";
import { OAuthError } from "./oauth-error.ts";
import type { TokenGrant } from "./token.ts";

/** New tokens for a refresh token, of the scopes that its sign-in was granted. */
export const refreshTokens: TokenGrant = async ({ cognito, pool, form, call }, client) => {
  const refreshToken = form.get("refresh_token");
  if (!refreshToken) throw new OAuthError("invalid_request");
  const asked = { refreshToken, deviceKey: undefined, clientMetadata: undefined };
  return refresh(cognito, pool, { call, client }, asked).catch((error) => {
    throw error instanceof AwsError ? new OAuthError("invalid_grant") : error;
  });
};
