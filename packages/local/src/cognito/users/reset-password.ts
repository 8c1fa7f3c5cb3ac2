import type { Cognito } from "../cognito.ts";
import { invalidParameter, notAuthorized } from "../errors.ts";
import { type Channel, recoveryChannel } from "../messages/code-delivery.ts";
import { secondFactorAttributeOf } from "../mfa/factors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "./users.ts";

/**
 * Where the code goes with which a user may take a new password.
 * @throws NotAuthorizedException for a user in a state from which there is another way out, InvalidParameterException if nothing
 *   that the user can be reached by is verified
 */
export function resetChannel(cognito: Cognito, pool: UserPool, user: User): Channel {
  const channel = findResetChannel(cognito, pool, user);
  if (user.status === "FORCE_CHANGE_PASSWORD" || user.status === "EXTERNAL_PROVIDER") {
    throw notAuthorized("User password cannot be reset in the current state.");
  }
  if (!channel) {
    throw invalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");
  }
  return channel;
}

/** As `resetChannel`, in whatever state the user is. */
export function findResetChannel(cognito: Cognito, pool: UserPool, user: User): Channel | undefined {
  return recoveryChannel(pool, user.attributes, secondFactorAttributeOf(cognito, pool, user));
}
