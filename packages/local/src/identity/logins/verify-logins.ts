import { readClaims } from "../../cognito/tokens/jwt.ts";
import { invalidLogin, loginsDoNotMatch, unsupportedProvider } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { IdentityPool } from "../pools/identity-pools.ts";
import { providersOf } from "../pools/providers.ts";
import { ownIssuer } from "../tokens/open-id-token.ts";
import { verifyOidcLogin } from "./oidc-login.ts";
import { verifyUserPoolLogin } from "./user-pool-login.ts";
import type { VerifiedLogin } from "./verified-login.ts";

/**
 * Verifies the tokens of `Logins`, each by its provider.
 * @throws NotAuthorizedException for a provider that the pool does not have and for a token that is not good;
 *   ExternalServiceException if a provider cannot be asked
 */
export async function verifyLogins(
  identity: CognitoIdentity,
  { settings }: IdentityPool,
  logins: Record<string, string> = {},
): Promise<VerifiedLogin[]> {
  const providers = providersOf(settings);
  return Promise.all(
    Object.entries(logins).map(([name, token]) => {
      // What the pool signed itself is good for one identity, and leads to no other.
      if (readClaims(token)?.iss === ownIssuer) throw invalidLogin("Can't pass in a Cognito token.");
      if (providers.length === 0) throw loginsDoNotMatch();
      const provider = providers.find((one) => one.name === name);
      if (provider?.kind === "user-pool") return verifyUserPoolLogin(identity, provider, token);
      if (provider?.kind === "oidc") return verifyOidcLogin(identity, provider, token);
      throw unsupportedProvider();
    }),
  );
}
