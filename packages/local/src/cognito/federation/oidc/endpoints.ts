import type { IdentityProvider } from "../../pools/identity-providers.ts";
import { knownDetails } from "../../pools/provider-details.ts";
import { FederationError } from "../federation-error.ts";
import { outsideJson } from "../outside-fetch.ts";

/** Where a provider of OAuth or OpenID Connect is asked. */
export interface ProviderEndpoints {
  authorize: string;
  token: string;
  /** Of ID tokens; absent for a provider that gives none. */
  issuer: string | undefined;
  jwks: string | undefined;
  userInfo: string | undefined;
}

/**
 * The endpoints as the provider's settings name them; what they leave out is asked of the issuer's discovery document.
 * @throws FederationError
 */
export async function endpointsOf({ settings }: IdentityProvider): Promise<ProviderEndpoints> {
  const { ProviderDetails: given, ProviderType } = settings;
  const details = { ...knownDetails(ProviderType), ...given };
  const issuer = details.oidc_issuer?.replace(/\/$/, "");
  const complete = details.authorize_url && details.token_url && (!issuer || details.jwks_uri);
  const found = complete || !issuer ? {} : await discover(issuer);
  const authorize = details.authorize_url ?? text(found.authorization_endpoint);
  const token = details.token_url ?? text(found.token_endpoint);
  if (!authorize || !token) throw new FederationError("The identity provider has no endpoint to authorize or for tokens");
  return {
    authorize,
    token,
    issuer: text(found.issuer) ?? issuer,
    jwks: details.jwks_uri ?? text(found.jwks_uri),
    // What Google and Apple say of a person stands in the ID token.
    userInfo: given.attributes_url ?? (issuer ? text(found.userinfo_endpoint) : details.attributes_url),
  };
}

async function discover(issuer: string): Promise<Record<string, unknown>> {
  const document = await outsideJson("The issuer's discovery document", `${issuer}/.well-known/openid-configuration`);
  // RFC 8414: a document that speaks for another issuer is not believed.
  if (text(document.issuer)?.replace(/\/$/, "") !== issuer) {
    throw new FederationError("The discovery document is of another issuer");
  }
  return document;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
