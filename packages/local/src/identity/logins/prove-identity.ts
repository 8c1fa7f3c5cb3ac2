import { identityForbidden, invalidLogin, loginsDoNotMatch } from "../errors.ts";
import type { Identity } from "../identities/identities.ts";
import { linkAll, linkedElsewhere, linkedTo, useIdentity } from "../identities/use-identity.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { IdentityPool } from "../pools/identity-pools.ts";
import { type OwnToken, ownProvider, readOwnToken } from "../tokens/open-id-token.ts";
import type { VerifiedLogin } from "./verified-login.ts";
import { verifyLogins } from "./verify-logins.ts";

/** An identity that a caller may use, and by what. */
export interface ProvenIdentity {
  pool: IdentityPool;
  identity: Identity;
  /** None for a guest. */
  logins: VerifiedLogin[];
  /** What the pool itself signed for a user of the developer's. */
  token: OwnToken | undefined;
}

/**
 * Finds an identity and makes sure that the caller may use it. It is another one than was asked for if a guest signs in who had one already.
 * @throws ResourceNotFoundException, NotAuthorizedException, ResourceConflictException, ExternalServiceException
 */
export async function proveIdentity(
  cognito: CognitoIdentity,
  identityId: string,
  logins: Record<string, string> = {},
): Promise<ProvenIdentity> {
  const pool = cognito.pools.get(cognito.identities.get(identityId).poolId);
  const { [ownProvider]: ownToken, ...others } = logins;
  const token = ownToken === undefined ? undefined : await verifiedToken(cognito, pool, identityId, ownToken);
  const verified = await verifyLogins(cognito, pool, others);
  // What was true before the tokens were verified may not be any more.
  const identity = cognito.identities.get(identityId);
  if (!token) return { pool, identity: useIdentity(cognito, pool, identity, verified), logins: verified, token };
  if (identity.disabled) throw identityForbidden(identityId);
  if (linkedTo(cognito, pool, verified).some(({ id }) => id !== identityId)) throw linkedElsewhere();
  return { pool, identity: cognito.store.write(() => linkAll(cognito, identity, verified)), logins: verified, token };
}

async function verifiedToken(cognito: CognitoIdentity, pool: IdentityPool, identityId: string, text: string): Promise<OwnToken> {
  const read = await readOwnToken(cognito, text);
  if ("fault" in read) throw invalidLogin(read.fault);
  const { subject, audience, methods } = read.token;
  // A guest's own token makes nobody a user.
  if (subject !== identityId || audience !== pool.id || !methods.includes("authenticated")) throw loginsDoNotMatch();
  return read.token;
}
