import { AwsError } from "../../endpoint/aws-error.ts";
import { type AuthorizeRequest, callbackOf, readAuthorizeRequest, refusalUrl } from "../hosted-pages/oauth/authorize-request.ts";
import { OAuthError } from "../hosted-pages/oauth/oauth-error.ts";
import { type PageAnswer, redirect } from "../hosted-pages/page-answer.ts";
import type { PageRequest } from "../hosted-pages/page-request.ts";
import { signInBrowser } from "../hosted-pages/signed-in-browser.ts";
import type { IdentityProvider } from "../pools/identity-providers.ts";
import { inboundFederation } from "../triggers/inbound-federation.ts";
import { accountIdOf, mapAttributes } from "./attribute-mapping.ts";
import { signInFederated } from "./federated-user.ts";
import { FederationError } from "./federation-error.ts";
import type { FederationRequest } from "./federation-requests.ts";
import { offeredProviders } from "./offered-providers.ts";
import type { ProviderClaims } from "./provider-claims.ts";
import { awayCookie } from "./start-federated-sign-in.ts";

/**
 * Takes a browser back from an identity provider: signs in whoever the provider says it is, and tells the client so, or why not.
 * @param readClaims what the provider says, once it is verified
 * @throws OAuthError for a browser that was not sent there
 */
export async function finishFederatedSignIn(
  request: PageRequest,
  pending: FederationRequest | undefined,
  readClaims: (provider: IdentityProvider) => Promise<ProviderClaims>,
): Promise<PageAnswer> {
  const { cognito, pool, call, cookies } = request;
  if (!pending || cookies.get(awayCookie) !== pending.browser) throw new OAuthError("invalid_request", "Invalid state");
  const asked = askedBefore(request, pending);
  const { client } = asked;
  try {
    const provider = offeredProviders(cognito, pool, client).find(({ name }) => name === pending.providerName);
    if (!provider) throw new FederationError("The identity provider is not offered by the client");
    const given = await readClaims(provider);
    const accountId = accountIdOf(provider, given);
    const caller = { call, client };
    const changed = await inboundFederation(cognito, pool, caller, provider, `${provider.name}_${accountId}`, given.parts);
    const attributes = mapAttributes(provider, changed ?? given.claims);
    const user = await signInFederated(cognito, pool, caller, { provider, accountId, issuer: given.issuer, attributes });
    return await signInBrowser(request, asked, user);
  } catch (error) {
    const told = refusalOf(error);
    if (!told) throw error;
    return redirect(refusalUrl(asked, told));
  }
}

/** What the client asked for when the browser left; the client may have been changed meanwhile. @throws OAuthError */
function askedBefore({ cognito, pool }: PageRequest, pending: FederationRequest): AuthorizeRequest {
  const query = new URLSearchParams(pending.query);
  return readAuthorizeRequest(callbackOf(cognito, pool, query), query);
}

function refusalOf(error: unknown): OAuthError | undefined {
  if (error instanceof OAuthError) return error;
  if (error instanceof FederationError || error instanceof AwsError) return new OAuthError("invalid_request", error.message);
  return undefined;
}
