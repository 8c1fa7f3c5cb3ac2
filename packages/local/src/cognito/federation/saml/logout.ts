import type { PageAnswer } from "../../hosted-pages/page-answer.ts";
import type { PageRequest } from "../../hosted-pages/page-request.ts";
import { htmlPage } from "../../hosted-pages/pages/layout.ts";
import { markup } from "../../hosted-pages/pages/markup.ts";
import { signOutBrowser } from "../../hosted-pages/signed-in-browser.ts";

/** `/saml2/logout`: signs this browser out, whatever the message of the provider says; it is not answered by one. */
export async function samlLogout(request: PageRequest): Promise<PageAnswer> {
  return htmlPage(request, { title: "Sign out", body: markup`<p>You are signed out.</p>`, cookies: signOutBrowser(request) });
}
