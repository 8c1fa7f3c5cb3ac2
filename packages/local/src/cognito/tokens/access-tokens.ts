import type { Cognito } from "../cognito.ts";
import { notAuthorized, userNotFound } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { type Claims, isSignedBy, readClaims } from "./jwt.ts";
import { issuerOf, signInScope } from "./tokens.ts";

/** Whom an access token speaks for. */
export interface Bearer {
  pool: UserPool;
  client: AppClient;
  user: User;
}

/**
 * @throws NotAuthorizedException for a token that is forged, an ID token, expired, revoked or of a disabled user,
 *   UserNotFoundException if the user is gone
 */
export async function bearerOf(cognito: Cognito, accessToken: string): Promise<Bearer> {
  const claims = readClaims(accessToken);
  const pool = claims && poolOf(cognito, claims);
  if (!pool) throw notAuthorized("Invalid Access Token");
  const { access } = await cognito.signingKeys.of(pool.id);
  // An ID token fails here too: the pool's other key signs it.
  if (!isSignedBy(access, accessToken)) throw notAuthorized("Invalid Access Token");
  if (Number(claims.exp) * 1_000 <= cognito.clock.now()) throw notAuthorized("Access Token has expired");
  if (!String(claims.scope).split(" ").includes(signInScope)) {
    throw notAuthorized("Access Token does not have required scopes");
  }
  const user = cognito.users.findBySub(pool, String(claims.sub));
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (claims.origin_jti !== undefined && cognito.refreshTokens.isRevoked(String(claims.origin_jti))) {
    throw notAuthorized("Access Token has been revoked");
  }
  return { pool, user, client: cognito.appClients.get(String(claims.client_id)) };
}

function poolOf(cognito: Cognito, claims: Claims): UserPool | undefined {
  const userPoolId = String(claims.iss).slice(issuerOf(cognito.region, "").length);
  if (claims.iss !== issuerOf(cognito.region, userPoolId)) return undefined;
  return cognito.userPools.find(userPoolId);
}
