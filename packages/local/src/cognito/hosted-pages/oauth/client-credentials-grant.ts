import { randomUUID } from "node:crypto";
import { AwsError } from "../../../endpoint/aws-error.ts";
import { isRevocable, tokenLifeMs } from "../../pools/token-validity.ts";
import { overrideClaims } from "../../tokens/claim-overrides.ts";
import { issuerOf } from "../../tokens/issuer.ts";
import { signJwt } from "../../tokens/jwt.ts";
import { clientTokenGeneration } from "../../triggers/client-token-generation.ts";
import { OAuthError } from "./oauth-error.ts";
import type { TokenGrant } from "./token.ts";

/** An access token for a program that acts for itself: no user is in it, and its scopes are those of resource servers. */
export const grantToClient: TokenGrant = async ({ cognito, pool, form, call }, client) => {
  const { AllowedOAuthFlows, AllowedOAuthFlowsUserPoolClient, AllowedOAuthScopes = [] } = client.settings;
  if (!AllowedOAuthFlowsUserPoolClient || !AllowedOAuthFlows?.includes("client_credentials")) {
    throw new OAuthError("unauthorized_client");
  }
  const asked = (form.get("scope") ?? "").split(/\s+/).filter(Boolean);
  if (asked.some((scope) => !AllowedOAuthScopes.includes(scope))) throw new OAuthError("invalid_scope");
  const granted = asked.length > 0 ? asked : AllowedOAuthScopes;
  const overrides = await clientTokenGeneration(cognito, pool, { call, client }, granted).catch((error) => {
    throw error instanceof AwsError ? new OAuthError("invalid_request", error.message) : error;
  });
  const { access } = await cognito.signingKeys.of(pool.id);
  const now = cognito.clock.now();
  const lifeMs = tokenLifeMs(client, "AccessToken");
  const scopes = [...granted.filter((scope) => !overrides?.scopesToSuppress.includes(scope)), ...(overrides?.scopesToAdd ?? [])];
  const claims = {
    sub: client.id,
    token_use: "access",
    scope: [...new Set(scopes)].join(" "),
    auth_time: Math.floor(now / 1_000),
    iss: issuerOf(cognito.region, pool),
    exp: Math.floor((now + lifeMs) / 1_000),
    iat: Math.floor(now / 1_000),
    version: 2,
    ...(isRevocable(client) && { jti: randomUUID() }),
    client_id: client.id,
  };
  return {
    AccessToken: signJwt(access, overrides ? overrideClaims("access", claims, overrides.access) : claims),
    ExpiresIn: lifeMs / 1_000,
    TokenType: "Bearer",
  };
};
