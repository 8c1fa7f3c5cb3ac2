import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { notAuthorized, userNotFound } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { userPoolIdOf } from "./issuer.ts";
import { type Claims, isSignedBy, readClaims } from "./jwt.ts";
import { signInScope } from "./tokens.ts";

/** Whom an access token speaks for. */
export interface Bearer {
  pool: UserPool;
  client: AppClient;
  user: User;
  scopes: readonly string[];
}

/**
 * What every operation of a signed-in user begins with.
 * @param scope that the token must have
 * @throws NotAuthorizedException for a token that is forged, an ID token, expired, revoked, without the scope or of a disabled user,
 *   UserNotFoundException if the user is gone and ResourceNotFoundException if the app client is, UserNotConfirmedException,
 *   PasswordResetRequiredException
 */
export async function bearerOf(cognito: Cognito, accessToken: string, scope = signInScope): Promise<Bearer> {
  const { pool, claims } = await verifiedClaims(cognito, accessToken);
  const scopes = String(claims.scope).split(" ");
  if (Number(claims.exp) * 1_000 <= cognito.clock.now()) throw notAuthorized("Access Token has expired");
  if (!scopes.includes(scope)) {
    throw notAuthorized("Access Token does not have required scopes");
  }
  const user = cognito.users.findBySub(pool, String(claims.sub));
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const originJti = claims.origin_jti === undefined ? undefined : String(claims.origin_jti);
  if (cognito.refreshTokens.isRevoked({ originJti, eventId: String(claims.event_id) })) {
    throw notAuthorized("Access Token has been revoked");
  }
  if (user.status === "UNCONFIRMED") throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
  if (user.status === "RESET_REQUIRED") {
    throw new AwsError("PasswordResetRequiredException", "Password reset required for the user");
  }
  return { pool, user, client: cognito.appClients.get(String(claims.client_id)), scopes };
}

/** @throws NotAuthorizedException unless the token is an access token that a pool of ours signed */
async function verifiedClaims(cognito: Cognito, accessToken: string): Promise<{ pool: UserPool; claims: Claims }> {
  const claims = readClaims(accessToken);
  const userPoolId = claims && userPoolIdOf(cognito.region, claims.iss);
  const pool = userPoolId === undefined ? undefined : cognito.userPools.find(userPoolId);
  if (!claims || !pool) throw notAuthorized("Invalid Access Token");
  const { access } = await cognito.signingKeys.of(pool.id);
  // An ID token fails here too: the pool's other key signs it.
  if (!isSignedBy(access, accessToken)) throw notAuthorized("Invalid Access Token");
  return { pool, claims };
}
