import { identityForbidden, loginsDoNotMatch, notAuthorized, resourceConflict } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { IdentityPool } from "../pools/identity-pools.ts";
import type { Identity, LinkedLogin } from "./identities.ts";

/**
 * The identity of whoever has these verified logins, made at their first call: one for each user of a provider.
 * @throws NotAuthorizedException without logins where guests are not let in, ResourceConflictException if the logins have more than one
 */
export function identityOf(cognito: CognitoIdentity, pool: IdentityPool, logins: readonly LinkedLogin[]): Identity {
  if (logins.length === 0) checkGuests(pool);
  return cognito.store.write(() => {
    const [known, ...others] = linkedTo(cognito, pool, logins);
    if (others.length > 0) throw linkedElsewhere();
    return linkAll(cognito, known ?? cognito.identities.create(pool.id), logins);
  });
}

/**
 * Lets an identity be used by whoever has these verified logins. A guest's becomes that of the user who signs in; if the user has one
 * already, the guest's is merged into it, and it is the user's that this returns.
 * @throws NotAuthorizedException, ResourceConflictException
 */
export function useIdentity(
  cognito: CognitoIdentity,
  pool: IdentityPool,
  identity: Identity,
  logins: readonly LinkedLogin[],
): Identity {
  if (logins.length === 0) {
    if (identity.disabled || identity.logins.length > 0) throw identityForbidden(identity.id);
    checkGuests(pool);
    return identity;
  }
  return cognito.store.write(() => {
    const linked = linkedTo(cognito, pool, logins);
    if (linked.some(({ id }) => id === identity.id)) {
      if (linked.length > 1) throw linkedElsewhere();
      return linkAll(cognito, identity, logins);
    }
    if (identity.disabled) {
      const [owner, ...others] = linked;
      if (owner && others.length === 0 && owner.id === identity.mergedInto) return linkAll(cognito, owner, logins);
      throw identityForbidden(identity.id);
    }
    if (identity.logins.length > 0) throw loginsDoNotMatch();
    const [owner, ...others] = linked;
    if (others.length > 0) throw linkedElsewhere();
    if (!owner) return linkAll(cognito, identity, logins);
    cognito.identities.merge(identity, owner);
    return linkAll(cognito, owner, logins);
  });
}

/** The identities that have any of the logins. */
export function linkedTo({ identities }: CognitoIdentity, pool: IdentityPool, logins: readonly LinkedLogin[]): Identity[] {
  const found = logins.flatMap((login) => identities.findByLogin(pool.id, login) ?? []);
  return [...new Map(found.map((identity) => [identity.id, identity])).values()];
}

/** Gives an identity those of the logins that it has not. Of a provider that is not the developer's it has one at most. */
export function linkAll({ identities, pools }: CognitoIdentity, identity: Identity, logins: readonly LinkedLogin[]): Identity {
  const developer = pools.get(identity.poolId).settings.DeveloperProviderName;
  for (const login of logins) {
    const { provider, subject } = login;
    const ofProvider = identity.logins.filter((linked) => linked.provider === provider);
    if (ofProvider.some((linked) => linked.subject === subject)) continue;
    if (ofProvider.length > 0 && provider !== developer) throw linkedElsewhere();
    identities.link(identity, login);
  }
  return identities.get(identity.id);
}

export function linkedElsewhere(): Error {
  return resourceConflict("Login is already linked to another identity.");
}

function checkGuests({ settings }: IdentityPool): void {
  if (settings.AllowUnauthenticatedIdentities) return;
  throw notAuthorized("Unauthenticated access is not supported for this identity pool.");
}
