import { randomBytes } from "node:crypto";
import { cookie } from "../hosted-pages/cookies.ts";
import { type AuthorizeRequest, refusalUrl } from "../hosted-pages/oauth/authorize-request.ts";
import { OAuthError } from "../hosted-pages/oauth/oauth-error.ts";
import { type PageAnswer, redirect } from "../hosted-pages/page-answer.ts";
import type { PageRequest } from "../hosted-pages/page-request.ts";
import type { IdentityProvider } from "../pools/identity-providers.ts";
import { FederationError } from "./federation-error.ts";
import { oidcAuthorizeUrl } from "./oidc/authorize-url.ts";
import { samlAuthorizeUrl } from "./saml/authorize-url.ts";

/** The cookie of a browser that is away at an identity provider. */
export const awayCookie = "cognito-fl";

/** Sends a browser to an identity provider. @throws OAuthError if the provider cannot be reached */
export async function startFederatedSignIn(
  request: PageRequest,
  asked: AuthorizeRequest,
  provider: IdentityProvider,
): Promise<PageAnswer> {
  const { cognito, pool, base, basePath, cookies } = request;
  // One value for all that a browser has open at a time.
  const browser = cookies.get(awayCookie) ?? randomBytes(32).toString("base64url");
  const nonce = randomBytes(16).toString("base64url");
  const samlId = `_${randomBytes(20).toString("hex")}`;
  const pending = {
    userPoolId: pool.id,
    providerName: provider.name,
    query: asked.query.toString(),
    base,
    browser,
    nonce,
    samlId,
  };
  const isSaml = provider.settings.ProviderType === "SAML";
  const state = cognito.federationRequests.open(pending);
  try {
    const to = isSaml
      ? await samlAuthorizeUrl(pool, provider, { base, samlId, relayState: state })
      : await oidcAuthorizeUrl(provider, { base, nonce, state, loginHint: request.query.get("login_hint") ?? undefined });
    return redirect(to, [cookie(awayCookie, browser, basePath)]);
  } catch (error) {
    if (!(error instanceof FederationError)) throw error;
    return redirect(refusalUrl(asked, new OAuthError("invalid_request", error.message)));
  }
}
