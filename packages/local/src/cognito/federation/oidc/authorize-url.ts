import type { IdentityProvider } from "../../pools/identity-providers.ts";
import { endpointsOf } from "./endpoints.ts";

/** The path of a domain to which providers of OAuth answer; its address is what a provider is to be told of. */
export const oidcCallbackPath = "/oauth2/idpresponse";

/** Where a browser signs in at a provider of OAuth or OpenID Connect. @throws FederationError */
export async function oidcAuthorizeUrl(
  provider: IdentityProvider,
  { base, nonce, state, loginHint }: { base: string; nonce: string; state: string; loginHint: string | undefined },
): Promise<string> {
  const { ProviderDetails: details, ProviderType } = provider.settings;
  const { authorize, issuer } = await endpointsOf(provider);
  const scope = details.authorize_scopes ?? "";
  const asked = new URLSearchParams({
    client_id: details.client_id ?? "",
    redirect_uri: base + oidcCallbackPath,
    response_type: "code",
    // Facebook separates by commas, and a pool's settings may as well.
    scope: ProviderType === "Facebook" ? scope : scope.replaceAll(",", " "),
    state,
    ...(issuer && { nonce }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
    // Apple demands it where a name or an address is asked for.
    ...(ProviderType === "SignInWithApple" && { response_mode: "form_post" }),
  });
  return `${authorize}${authorize.includes("?") ? "&" : "?"}${asked}`;
}
