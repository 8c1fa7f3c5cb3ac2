import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import { type Channel, deliveryDetails } from "./code-delivery.ts";
import { confirmationLink } from "./confirmation-link.ts";
import { prepareMessage } from "./prepare-message.ts";
import { codePurposeOf, type MessagePurpose, sources } from "./purposes.ts";
import { confirmsByLink } from "./templates.ts";

/**
 * Makes a code, which voids the one before, and sends it: both or neither. Without a function to ask this happens before the first
 * await, so that what the caller wrote just before is committed together with the code.
 * @param clientMetadata of the call, unless it is the one that starts a sign-in: no function of a message sees that one's.
 * @throws LimitExceededException after too many within an hour, UserNotFoundException if a function took so long that the user is
 *   gone, and what the triggers throw; what the caller stored before stays then
 */
export async function sendCode(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  user: User,
  purpose: MessagePurpose,
  channel: Channel,
  clientMetadata: Record<string, string> | undefined,
): Promise<CodeDeliveryDetailsType> {
  const codePurpose = codePurposeOf(purpose, channel);
  const counted = caller.client !== undefined && purpose !== "confirm-sign-up" && purpose !== "update-attribute";
  if (counted) cognito.codes.checkLimit(user, codePurpose);
  const source = sources[purpose];
  const about = { pool, caller, user, source, channels: [channel], clientMetadata };
  const preparing = prepareMessage(cognito, about);
  const send = preparing instanceof Promise ? await preparing : preparing;
  return cognito.store.write(() => {
    const code = cognito.codes.issue(user, codePurpose, channel, { counted });
    const link = confirmsByLink(pool, source, channel) ? confirmationLink(cognito, caller, user, code) : undefined;
    send({ code, link });
    return deliveryDetails(channel);
  });
}
