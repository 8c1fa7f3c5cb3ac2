import type { Cognito } from "../cognito.ts";
import type { IdentityProvider } from "../pools/identity-providers.ts";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import { checkEnabled } from "../sign-in/user-to-sign-in.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { postAuthentication } from "../triggers/post-authentication.ts";
import { postConfirmation } from "../triggers/post-confirmation.ts";
import { preAuthentication } from "../triggers/pre-authentication.ts";
import { preSignUp } from "../triggers/pre-sign-up.ts";
import { providerGroup } from "../users/add-user.ts";
import {
  type Attributes,
  changeAttributes,
  checkChangedAttributes,
  checkNewAttributes,
  missingAttributes,
} from "../users/attributes.ts";
import type { Identity } from "../users/identities.ts";
import { linkedUser } from "../users/linked-identities.ts";
import { createSub } from "../users/usernames.ts";
import type { User } from "../users/users.ts";
import { FederationError } from "./federation-error.ts";

/** Somebody who comes from an identity provider. */
export interface Arrival {
  provider: IdentityProvider;
  /** Who it is there. */
  accountId: string;
  issuer: string | null;
  /** As the provider's mapping gives them. */
  attributes: Attributes;
}

/**
 * The user as whom an account at an identity provider signs in: the one that it is linked to, or one of its own, which the first
 * sign-in makes. What the provider says of the person is written at each sign-in.
 * @throws FederationError, and AwsError of a trigger or of an attribute that the pool does not take
 */
export async function signInFederated(cognito: Cognito, pool: UserPool, caller: SignInCaller, arrival: Arrival): Promise<User> {
  const known = findUser(cognito, pool, arrival);
  return known ? signInAgain(cognito, pool, caller, arrival, known) : signInFirst(cognito, pool, caller, arrival);
}

function usernameOf({ provider, accountId }: Arrival): string {
  return `${provider.name}_${accountId}`;
}

function findUser(cognito: Cognito, pool: UserPool, arrival: Arrival): User | undefined {
  const account = { providerName: arrival.provider.name, userId: arrival.accountId };
  const linked = linkedUser(cognito, pool, account);
  const user = linked ?? cognito.users.find(pool, usernameOf(arrival));
  if (!user || linked || isOwn(pool, user, arrival)) return user;
  // Anybody may sign up by that name, or have it as an alias.
  throw new FederationError(`Already found an entry for username ${usernameOf(arrival)}`);
}

/** True for the user that the first sign-in of this account has made. Only the local AWS itself writes `identities`. */
function isOwn(pool: UserPool, { attributes }: User, { provider, accountId }: Arrival): boolean {
  const identities: Identity[] = JSON.parse(attributes.identities ?? "[]");
  return identities.some(
    ({ primary, providerName, userId }) =>
      primary && providerName === provider.name && nameKey(pool, userId) === nameKey(pool, accountId),
  );
}

async function signInAgain(cognito: Cognito, pool: UserPool, caller: SignInCaller, arrival: Arrival, known: User): Promise<User> {
  checkEnabled(known);
  await preAuthentication(cognito, pool, caller, { username: known.username, user: known, validationData: undefined });
  const user = stillThere(cognito, pool, known);
  const changes = Object.fromEntries(
    Object.entries(arrival.attributes).filter(([name, value]) => user.attributes[name] !== value),
  );
  checkChangedAttributes(pool.schema, changes);
  const updated = Object.keys(changes).length === 0 ? user : update(cognito, pool, user, changes);
  await postAuthentication(cognito, pool, caller, updated, { newDeviceUsed: false, clientMetadata: undefined });
  return stillThere(cognito, pool, updated);
}

async function signInFirst(cognito: Cognito, pool: UserPool, caller: SignInCaller, arrival: Arrival): Promise<User> {
  const { attributes } = arrival;
  const username = usernameOf(arrival);
  const missing = missingAttributes(pool.schema, attributes);
  if (missing.length > 0) throw new FederationError(`attributes required: [${missing.join(", ")}]`);
  checkNewAttributes(pool.schema, attributes);
  const sub = createSub();
  await preSignUp(cognito, pool, caller, {
    triggerSource: "PreSignUp_ExternalProvider",
    username,
    sub,
    // Events of this source carry both, whatever the pool's aliases.
    attributes: { ...attributes, "cognito:email_alias": "", "cognito:phone_number_alias": "" },
    validationData: undefined,
    clientMetadata: undefined,
  });
  // The function may have linked the account to a user of the pool. The sign-in is then refused once, and finds that user from now on.
  if (findUser(cognito, pool, arrival)) throw new FederationError(`Already found an entry for username ${username}`);
  const user = store(cognito, pool, arrival, sub);
  if (cognito.confirmFederatedUsers) {
    await postConfirmation(cognito, pool, user, "PostConfirmation_ConfirmSignUp", caller, undefined);
  }
  return stillThere(cognito, pool, user);
}

function store(cognito: Cognito, pool: UserPool, arrival: Arrival, sub: string): User {
  const { provider, accountId, issuer } = arrival;
  const identity: Identity = {
    userId: accountId,
    providerName: provider.name,
    providerType: provider.settings.ProviderType,
    issuer,
    primary: true,
    dateCreated: cognito.clock.now(),
  };
  const attributes = { ...arrival.attributes, identities: JSON.stringify([identity]) };
  const username = usernameOf(arrival);
  return cognito.store.write(() => {
    const status = "EXTERNAL_PROVIDER";
    const made = { username, sub, status, attributes, password: undefined, temporaryPasswordExpiresAt: undefined } as const;
    const user = cognito.users.create(pool, made);
    cognito.groups.addMember(providerGroup(cognito, pool, provider.name), user);
    cognito.journal.record("user.signed-up", { sub }, { userPoolId: pool.id, status });
    return user;
  });
}

function update(cognito: Cognito, pool: UserPool, user: User, changes: Attributes): User {
  return cognito.store.write(() => {
    const about = { userPoolId: pool.id, attributes: Object.keys(changes) };
    cognito.journal.record("user.updated", { sub: user.sub }, about);
    return cognito.users.update(pool, user, { attributes: changeAttributes(user.attributes, changes) });
  });
}

/** The user as of now: a function may have taken its time. */
function stillThere(cognito: Cognito, pool: UserPool, { sub }: User): User {
  const user = cognito.users.findBySub(pool, sub);
  if (!user) throw new FederationError("User does not exist.");
  checkEnabled(user);
  return user;
}
