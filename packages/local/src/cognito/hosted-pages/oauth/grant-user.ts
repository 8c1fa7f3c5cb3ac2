import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import { AwsError } from "../../../endpoint/aws-error.ts";
import type { Cognito } from "../../cognito.ts";
import type { AppClient } from "../../pools/app-clients.ts";
import type { UserPool } from "../../pools/user-pools.ts";
import { createTokens, type TokenRequest } from "../../tokens/tokens.ts";
import { tokensToBe } from "../../tokens/tokens-to-be.ts";
import type { User } from "../../users/users.ts";
import type { PageRequest } from "../page-request.ts";
import { type AuthorizeRequest, callbackUrl } from "./authorize-request.ts";
import { OAuthError } from "./oauth-error.ts";

/**
 * Gives a client what it asked for on behalf of a user who has signed in: a code, or the tokens themselves.
 * @returns the client's address with it
 * @throws OAuthError if the pre token generation trigger refuses, in that function's words
 */
export async function grantUser(
  { cognito, pool, call }: PageRequest,
  authorize: AuthorizeRequest,
  user: User,
  signedInAt: number,
): Promise<string> {
  const { client, scopes, nonce, codeChallenge, redirectUri, inFragment } = authorize;
  const caller = { call, client };
  const source = "TokenGeneration_HostedAuth";
  const tokens = await tokensToBe(cognito, pool, caller, user, source, undefined, scopes).catch((error) => {
    throw error instanceof AwsError ? new OAuthError("invalid_request", error.message) : error;
  });
  const current = stillThere(cognito, pool, user);
  if (inFragment) {
    const made = openSignIn(cognito, client, { ...tokens, user: current, nonce, scopes }, signedInAt);
    return callbackUrl(authorize, {
      id_token: made.IdToken,
      access_token: made.AccessToken,
      expires_in: String(made.ExpiresIn),
      token_type: made.TokenType,
    });
  }
  const { groups, overrides } = tokens;
  const about = { clientId: client.id, userId: current.id, redirectUri, scopes, nonce, codeChallenge };
  return callbackUrl(authorize, { code: cognito.hostedPages.codes.issue({ ...about, groups, overrides, signedInAt }) });
}

/** New tokens of a new sign-in, the refresh token among them. */
export function openSignIn(
  cognito: Cognito,
  client: AppClient,
  tokens: Omit<TokenRequest, "signIn" | "now"> & { scopes: readonly string[] },
  signedInAt: number,
): AuthenticationResultType {
  const { user, scopes, groups } = tokens;
  return cognito.store.write(() => {
    const { refreshToken, signIn } = cognito.refreshTokens.create(client, user, undefined, signedInAt);
    cognito.grantedScopes.keep(signIn.originJti, scopes);
    const about = { userPoolId: user.userPoolId, groups: groups.groupsToOverride };
    cognito.journal.record("user.signed-in", { sub: user.sub }, about);
    return { ...createTokens({ ...tokens, signIn, now: cognito.clock.now() }), RefreshToken: refreshToken };
  });
}

/** The user as of now: a function may have taken its time. @throws OAuthError */
function stillThere(cognito: Cognito, pool: UserPool, { sub }: User): User {
  const user = cognito.users.findBySub(pool, sub);
  if (!user) throw new OAuthError("invalid_request", "User does not exist.");
  if (!user.enabled) throw new OAuthError("invalid_request", "User is not enabled.");
  return user;
}
