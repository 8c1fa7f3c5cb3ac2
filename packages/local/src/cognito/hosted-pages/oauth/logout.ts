import { type PageAnswer, redirect } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { signOutBrowser } from "../signed-in-browser.ts";
import { callbackOf, readAuthorizeRequest } from "./authorize-request.ts";
import { OAuthError } from "./oauth-error.ts";

/**
 * `GET /logout`: signs the browser out, not the tokens. With `logout_uri` it goes back to the client, to one of its logout URLs to the
 * letter; with the parameters of a sign-in, to the login page.
 */
export async function logout(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, query, basePath } = request;
  const client = cognito.appClients.find(query.get("client_id") ?? "");
  if (!client || client.userPoolId !== pool.id) throw new OAuthError("invalid_request", "Client does not exist.");
  const logoutUri = query.get("logout_uri");
  if (logoutUri === null) {
    const asked = readAuthorizeRequest(callbackOf(cognito, pool, query), query);
    return redirect(`${basePath}/login?${asked.query}`, signOutBrowser(request));
  }
  if (!client.settings.LogoutURLs?.includes(logoutUri)) throw new OAuthError("redirect_mismatch");
  return redirect(logoutUri, signOutBrowser(request));
}
