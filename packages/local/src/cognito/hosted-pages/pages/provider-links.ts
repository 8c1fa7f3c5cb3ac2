import type { IdentityProvider } from "../../pools/identity-providers.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageRequest } from "../page-request.ts";
import { pageUrl } from "./form.ts";
import { type Markup, markup } from "./markup.ts";

const labels = new Map([
  ["LoginWithAmazon", "Login with Amazon"],
  ["SignInWithApple", "Sign in with Apple"],
]);

/** The ways to identity providers; undefined where there is none. */
export function providerLinks(
  request: PageRequest,
  asked: AuthorizeRequest,
  providers: readonly IdentityProvider[],
): Markup | undefined {
  if (providers.length === 0) return undefined;
  const links = providers.map(({ name }) => {
    const query = new URLSearchParams([...asked.query, ["identity_provider", name]]);
    return markup`<a href="${pageUrl(request, "/oauth2/authorize", { query })}">${labels.get(name) ?? `Continue with ${name}`}</a>
`;
  });
  return markup`<div class="providers">${links}</div>
`;
}
