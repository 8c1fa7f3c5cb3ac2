import { providerAsked } from "../../federation/offered-providers.ts";
import { startFederatedSignIn } from "../../federation/start-federated-sign-in.ts";
import { type PageAnswer, redirect } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { sessionOf } from "../signed-in-browser.ts";
import { callbackOf, readAuthorizeRequest } from "./authorize-request.ts";
import { grantUser } from "./grant-user.ts";
import { OAuthError } from "./oauth-error.ts";

/**
 * `GET /oauth2/authorize`: a browser that is signed in gets what its client asks for at once, any other is sent to the
 * identity provider that the request names, or to the login page.
 */
export async function authorize(request: PageRequest): Promise<PageAnswer> {
  const { cognito, pool, query, basePath } = request;
  const asked = readAuthorizeRequest(callbackOf(cognito, pool, query), query);
  const prompts = (query.get("prompt") ?? "").split(" ");
  const session = sessionOf(request);
  if (session && !prompts.includes("login") && !prompts.includes("select_account")) {
    return redirect(await grantUser(request, asked, session.user, session.signedInAt));
  }
  const provider = providerAsked(request, asked);
  if (prompts.includes("none")) throw new OAuthError("login_required");
  if (provider) return startFederatedSignIn(request, asked, provider);
  return redirect(`${basePath}/login?${asked.query}`);
}
