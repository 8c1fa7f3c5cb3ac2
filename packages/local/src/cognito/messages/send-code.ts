import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { type Channel, deliveryDetails } from "./code-delivery.ts";
import type { CodePurpose } from "./codes.ts";
import { send, verificationMessage } from "./messages.ts";

/**
 * Makes a code, which voids the one before, and sends it: both or neither.
 * @throws LimitExceededException after too many within an hour
 */
export function sendCode(
  cognito: Cognito,
  pool: UserPool,
  user: User,
  purpose: CodePurpose,
  channel: Channel,
): CodeDeliveryDetailsType {
  return cognito.store.write(() => {
    const code = cognito.codes.issue(user, purpose, channel);
    send(cognito.inbox, pool, channel, user.sub, verificationMessage(pool, channel, code));
    return deliveryDetails(channel);
  });
}
