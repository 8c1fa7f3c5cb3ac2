import type { CodeDeliveryDetailsType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { TriggerCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import { type Channel, deliveryDetails } from "./code-delivery.ts";
import type { CodePurpose } from "./codes.ts";
import { send, verificationMessage } from "./messages.ts";

/** Why a code is sent. */
export type MessagePurpose =
  | "confirm-sign-up"
  | "resend-confirmation"
  | "reset-password"
  | "update-attribute"
  | "verify-attribute"
  | "authentication";

/**
 * Makes a code, which voids the one before, and sends it: both or neither. Without a function to ask this happens before the first
 * await, so that what the caller wrote just before is committed together with the code.
 * @throws LimitExceededException after too many within an hour
 */
export async function sendCode(
  cognito: Cognito,
  pool: UserPool,
  caller: TriggerCaller,
  user: User,
  purpose: MessagePurpose,
  channel: Channel,
  _clientMetadata: Record<string, string> | undefined,
): Promise<CodeDeliveryDetailsType> {
  const codePurpose = codePurposeOf(purpose, channel);
  const counted = caller.client !== undefined && purpose !== "confirm-sign-up" && purpose !== "update-attribute";
  // An authentication code lives as long as the session that waits for it.
  const lifeMs = purpose === "authentication" ? (caller.client?.settings.AuthSessionValidity ?? 3) * 60_000 : undefined;
  return cognito.store.write(() => {
    const code = cognito.codes.issue(user, codePurpose, channel, { lifeMs, counted });
    send(cognito.inbox, pool, channel, user.sub, verificationMessage(pool, channel, code));
    return deliveryDetails(channel);
  });
}

/** What the code of a message is given back for: `codes.check` and `codes.discard` go by it. */
export function codePurposeOf(purpose: MessagePurpose, channel: Channel): CodePurpose {
  switch (purpose) {
    case "resend-confirmation":
      return "confirm-sign-up";
    case "update-attribute":
    case "verify-attribute":
      return `verify-${channel.attribute}`;
    default:
      return purpose;
  }
}
