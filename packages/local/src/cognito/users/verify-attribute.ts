import type { Cognito } from "../cognito.ts";
import { expiredCode, invalidParameter } from "../errors.ts";
import type { Channel } from "../messages/code-delivery.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { verifiable } from "./attributes.ts";
import { verified } from "./confirm-user.ts";
import { dropPending, pendingValue } from "./pending-attributes.ts";
import type { User } from "./users.ts";

/** @throws InvalidParameterException for an attribute that no code is ever sent to */
export function verifiableAttribute(name: string): Channel["attribute"] {
  const attribute = verifiable.find((candidate) => candidate === name);
  if (!attribute) throw invalidParameter("Invalid attribute name. Only phone_number and email can be verified.");
  return attribute;
}

/**
 * Where a code that verifies an attribute goes: to the value that waits for it, or else to the one that the user has.
 * @throws InvalidParameterException if there is neither
 */
export function verificationChannel(cognito: Cognito, user: User, attribute: Channel["attribute"]): Channel {
  const destination = pendingValue(cognito.store, user, attribute) ?? user.attributes[attribute];
  if (destination) return { attribute, destination };
  const lacking = attribute === "email" ? "email address" : "phone number";
  throw invalidParameter(`User does not have a valid registered ${lacking}`);
}

/** The user as a message to a value shows them: with the value, even while it waits. */
export function withValueToVerify(user: User, { attribute, destination }: Channel): User {
  if (user.attributes[attribute] === destination) return user;
  return { ...user, attributes: { ...user.attributes, [attribute]: destination, [`${attribute}_verified`]: "false" } };
}

/**
 * Takes a code: the value that it went to is verified and, if it waited for that, becomes the user's.
 * @throws CodeMismatchException, ExpiredCodeException also for a code that went to a value which is the user's no more,
 *   LimitExceededException, AliasExistsException if another user signs in with the value
 */
export function verifyAttribute(
  cognito: Cognito,
  pool: UserPool,
  user: User,
  attribute: Channel["attribute"],
  code: string,
): void {
  const purpose = `verify-${attribute}` as const;
  const channel = cognito.codes.check(user, purpose, code);
  const waited = pendingValue(cognito.store, user, attribute) === channel.destination;
  if (!waited && user.attributes[attribute] !== channel.destination) throw expiredCode();
  const attributes = verified({ ...user.attributes, [attribute]: channel.destination }, channel);
  cognito.store.write(() => {
    cognito.users.update(pool, user, { attributes });
    if (waited) dropPending(cognito.store, user, attribute);
    cognito.codes.discard(user, purpose);
    cognito.journal.record("user.updated", { sub: user.sub }, { userPoolId: pool.id, attributes: [`${attribute}_verified`] });
  });
}
