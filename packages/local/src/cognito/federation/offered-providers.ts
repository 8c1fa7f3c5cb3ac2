import type { Cognito } from "../cognito.ts";
import type { AuthorizeRequest } from "../hosted-pages/oauth/authorize-request.ts";
import { OAuthError } from "../hosted-pages/oauth/oauth-error.ts";
import type { PageRequest } from "../hosted-pages/page-request.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { IdentityProvider } from "../pools/identity-providers.ts";
import type { UserPool } from "../pools/user-pools.ts";

/** The identity providers by which a client's users sign in, beside the pool itself. */
export function offeredProviders(cognito: Cognito, pool: UserPool, client: AppClient): IdentityProvider[] {
  const names = client.settings.SupportedIdentityProviders ?? [];
  // A pool has at most 300 providers. One of a client's may be gone by now.
  return cognito.identityProviders.list(pool.id, "", 300).filter(({ name }) => names.includes(name));
}

/**
 * The provider that a request to `/oauth2/authorize` names by `identity_provider` or `idp_identifier`; the only one of a client whose
 * users have no other way.
 * @returns undefined for the pool itself, and where the user is to choose
 * @throws OAuthError for one that the client does not offer
 */
export function providerAsked({ cognito, pool, query }: PageRequest, { client }: AuthorizeRequest): IdentityProvider | undefined {
  const offered = offeredProviders(cognito, pool, client);
  const name = query.get("identity_provider");
  const identifier = query.get("idp_identifier");
  if (name === "COGNITO") return undefined;
  if (name === null && identifier === null) {
    const names = client.settings.SupportedIdentityProviders ?? [];
    return names.length === 1 ? offered[0] : undefined;
  }
  const found = offered.find((one) =>
    name === null ? one.settings.IdpIdentifiers?.includes(identifier as string) : one.name === name,
  );
  if (!found) throw new OAuthError("invalid_request", "The identity provider is not offered by the client");
  return found;
}
