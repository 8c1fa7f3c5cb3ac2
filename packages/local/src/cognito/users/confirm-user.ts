import type { Cognito } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import type { Channel } from "../messages/code-delivery.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { Attributes } from "./attributes.ts";
import type { User } from "./users.ts";

/** @throws NotAuthorizedException unless the user waits for a confirmation */
export function checkUnconfirmed(user: User): void {
  if (user.status !== "UNCONFIRMED") throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
}

/**
 * Writes CONFIRMED, before and whatever a trigger does.
 * @param channel where the user's code went, which is verified by it; absent if an administrator confirms.
 * @throws AliasExistsException for a verified name that is another user's, unless `moveAlias`
 */
export function confirmUser(
  cognito: Cognito,
  pool: UserPool,
  user: User,
  by: "ConfirmSignUp" | "AdminConfirmSignUp" | "RespondToAuthChallenge",
  channel?: Channel,
  moveAlias = false,
): User {
  return cognito.store.write(() => {
    const attributes = channel ? verified(user.attributes, channel) : user.attributes;
    const confirmed = cognito.users.update(pool, user, { status: "CONFIRMED", attributes }, moveAlias);
    cognito.codes.discard(user, "confirm-sign-up");
    cognito.journal.record("user.confirmed", { sub: user.sub }, { userPoolId: pool.id, by });
    return confirmed;
  });
}

/** The attributes once a code that went to `channel` came back; a value that has changed since stays unverified. */
export function verified(attributes: Attributes, { attribute, destination }: Channel): Attributes {
  return attributes[attribute] === destination ? { ...attributes, [`${attribute}_verified`]: "true" } : attributes;
}
