import { userPoolIdOf } from "../../cognito/tokens/issuer.ts";
import { type Claims, isSignedBy } from "../../cognito/tokens/jwt.ts";
import { invalidLogin, unsupportedProvider } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { Provider } from "../pools/providers.ts";
import { audienceOf, checkExpiry, claimsOfToken, subjectOf } from "./token-claims.ts";
import type { VerifiedLogin } from "./verified-login.ts";

type UserPoolProvider = Extract<Provider, { kind: "user-pool" }>;

/**
 * Verifies the ID token of a user of a user pool, for one of the clients that the identity pool knows.
 * @throws NotAuthorizedException for a token of another pool or client, an access token, one that is forged or expired, and, where the
 *   identity pool asks the user pool, for a user who is gone, disabled or signed out
 */
export async function verifyUserPoolLogin(
  { cognito, region, clock }: CognitoIdentity,
  { name, clientIds, checkedClients }: UserPoolProvider,
  token: string,
): Promise<VerifiedLogin> {
  const claims = claimsOfToken(token);
  const userPoolId = userPoolIdOf(region, claims.iss);
  if (userPoolId === undefined || name !== `cognito-idp.${region}.amazonaws.com/${userPoolId}`) {
    throw invalidLogin("Issuer doesn't match providerName");
  }
  const clientId = audienceOf(claims);
  if (!clientIds.includes(clientId)) throw unsupportedProvider();
  const pool = cognito.userPools.find(userPoolId);
  const keys = pool && (await cognito.signingKeys.of(pool.id));
  // Another key signs access tokens, whatever a trigger has put into them.
  if (!keys || !isSignedBy(keys.id, token) || claims.token_use !== "id") throw invalidLogin("Token signature invalid.");
  checkExpiry(claims, clock.now());
  const subject = subjectOf(claims);
  if (checkedClients.includes(clientId) && !isSignedIn(cognito, pool, claims)) throw invalidLogin("Token is revoked.");
  return {
    provider: name,
    subject,
    claims,
    mappedAs: `${name}:${clientId}`,
    methods: [name, `${name}:CognitoSignIn:${subject}`],
  };
}

function isSignedIn(
  { users, refreshTokens }: CognitoIdentity["cognito"],
  pool: Parameters<CognitoIdentity["cognito"]["users"]["findBySub"]>[0],
  claims: Claims,
): boolean {
  const user = users.findBySub(pool, String(claims.sub));
  const originJti = claims.origin_jti === undefined ? undefined : String(claims.origin_jti);
  return user?.enabled === true && !refreshTokens.isRevoked({ originJti, eventId: String(claims.event_id) });
}
