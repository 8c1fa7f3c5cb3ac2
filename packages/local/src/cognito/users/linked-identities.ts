import { AwsError } from "../../endpoint/aws-error.ts";
import type { Cognito } from "../cognito.ts";
import { invalidParameter } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Identity } from "./identities.ts";
import type { User } from "./users.ts";

/** Somebody's account at an identity provider of the pool. */
export interface ProviderAccount {
  providerName: string;
  /** Who it is there: the subject, or the value of another attribute that the provider gives. */
  userId: string;
}

const mostLinked = 5;

/**
 * Lets an account at an identity provider sign in as a user of the pool.
 * @throws InvalidParameterException for an account that is a user of the pool itself or linked already, LimitExceededException for a
 *   sixth, ResourceNotFoundException for a provider that the pool does not have
 */
export function linkIdentity(cognito: Cognito, pool: UserPool, user: User, { providerName, userId }: ProviderAccount): void {
  const provider = cognito.identityProviders.get(pool.id, providerName);
  if (cognito.users.find(pool, `${providerName}_${userId}`)) {
    throw invalidParameter(
      "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
    );
  }
  if (linkedUser(cognito, pool, { providerName, userId })) {
    throw invalidParameter("SourceUser is already linked to DestinationUser");
  }
  const identities = identitiesOf(user);
  if (identities.filter(({ primary }) => !primary).length >= mostLinked) {
    throw new AwsError("LimitExceededException", `A user can be linked to at most ${mostLinked} identities.`);
  }
  const providerType = provider.settings.ProviderType;
  const dateCreated = cognito.clock.now();
  const linked: Identity = { userId, providerName, providerType, issuer: null, primary: false, dateCreated };
  cognito.store.write(() => {
    cognito.store
      .sql("INSERT INTO cognito_linked_identity (user_pool_id, provider_name, provider_user_id, user_id) VALUES (?, ?, ?, ?)")
      .run(pool.id, providerName, userId, user.id);
    setIdentities(cognito, pool, user, [...identities, linked]);
  });
}

/** Ends what `linkIdentity` began. */
export function unlinkIdentity(cognito: Cognito, pool: UserPool, user: User, { providerName, userId }: ProviderAccount): void {
  const others = identitiesOf(user).filter((one) => one.providerName !== providerName || one.userId !== userId);
  cognito.store.write(() => {
    cognito.store
      .sql("DELETE FROM cognito_linked_identity WHERE user_pool_id = ? AND provider_name = ? AND provider_user_id = ?")
      .run(pool.id, providerName, userId);
    setIdentities(cognito, pool, user, others);
  });
}

/** Whom an account is linked to. */
export function linkedUser(cognito: Cognito, pool: UserPool, { providerName, userId }: ProviderAccount): User | undefined {
  const row = cognito.store
    .sql("SELECT user_id FROM cognito_linked_identity WHERE user_pool_id = ? AND provider_name = ? AND provider_user_id = ?")
    .get(pool.id, providerName, userId);
  return row && cognito.users.byId(row.user_id as number);
}

function identitiesOf({ attributes }: User): Identity[] {
  return attributes.identities ? JSON.parse(attributes.identities) : [];
}

function setIdentities(cognito: Cognito, pool: UserPool, user: User, identities: Identity[]): void {
  const { identities: _, ...others } = user.attributes;
  const attributes = identities.length > 0 ? { ...others, identities: JSON.stringify(identities) } : others;
  cognito.users.update(pool, user, { attributes });
  cognito.journal.record("user.updated", { sub: user.sub }, { userPoolId: pool.id, attributes: ["identities"] });
}
