import { type AuthorizeRequest, callbackOf, readAuthorizeRequest } from "../oauth/authorize-request.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import type { PageRequest } from "../page-request.ts";

/**
 * What the client asks for, read again by every page.
 * @throws OAuthError also for a client whose users may not sign in with the pool's own passwords
 */
export function askedOfPool({ cognito, pool, query }: PageRequest): AuthorizeRequest {
  const asked = readAuthorizeRequest(callbackOf(cognito, pool, query), query);
  if (!takesPasswords(asked))
    throw new OAuthError("unauthorized_client", "Login option is not available. Please try another one");
  return asked;
}

/** True if users of the pool itself sign in at the client. */
export function takesPasswords({ client }: Pick<AuthorizeRequest, "client">): boolean {
  return client.settings.SupportedIdentityProviders?.includes("COGNITO") ?? false;
}
