import { OAuthError } from "../../hosted-pages/oauth/oauth-error.ts";
import { type PageAnswer, redirect } from "../../hosted-pages/page-answer.ts";
import type { PageRequest } from "../../hosted-pages/page-request.ts";
import { FederationError } from "../federation-error.ts";
import { finishFederatedSignIn } from "../finish-federated-sign-in.ts";
import { oidcCallbackPath } from "./authorize-url.ts";
import { exchangeCode } from "./exchange.ts";

/** `GET /oauth2/idpresponse`: what a provider of OAuth or OpenID Connect answers by way of the browser. */
export async function idpResponse(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, query } = request;
  const pending = cognito.federationRequests.take(pool.id, query.get("state") ?? undefined);
  return finishFederatedSignIn(request, pending, (provider) => {
    const error = query.get("error");
    // What the provider says against it is the client's to know: the user may have refused there.
    if (error !== null) throw new OAuthError("access_denied", query.get("error_description") ?? error);
    const code = query.get("code");
    if (!code) throw new FederationError("The identity provider gave no code");
    const now = cognito.clock.now() - cognito.clock.aheadMs;
    return exchangeCode(provider, { code, redirectUri: `${pending?.base}${oidcCallbackPath}`, nonce: pending?.nonce, now });
  });
}

/** `POST /oauth2/idpresponse`, as Apple does it: a browser brings the cookie of its sign-in only where it comes by GET. */
export async function idpResponseByForm({ base, form }: PageRequest): Promise<PageAnswer> {
  const answer = ["state", "code", "error", "error_description"].flatMap((name) => {
    const value = form.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return redirect(`${base}${oidcCallbackPath}?${new URLSearchParams(answer)}`);
}
