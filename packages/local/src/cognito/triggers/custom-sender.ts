import type { Cognito } from "../cognito.ts";
import type { MessageAbout } from "../messages/about.ts";
import type { Channel } from "../messages/code-delivery.ts";
import { escapeHtml } from "../messages/compose.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { destinationsOf } from "./custom-message.ts";
import { clientMetadataOf, createEvent, userAttributesOf } from "./event.ts";
import { invokeTriggerLater } from "./invoke-trigger.ts";

/** The keys as far as the user pools need them. */
export interface CodeKeys {
  /** @returns a message of the AWS Encryption SDK in base 64; a key that there is not is made. */
  encryptMessage(keyId: string, plaintext: string, context: Record<string, string>): string;
}

/** The function that sends the messages of a medium in Cognito's place, if the pool has one. */
export function customSenderOf(pool: UserPool, { attribute }: Channel): string | undefined {
  const { CustomEmailSender, CustomSMSSender } = pool.settings.LambdaConfig ?? {};
  return (attribute === "email" ? CustomEmailSender : CustomSMSSender)?.LambdaArn;
}

/**
 * Has a custom sender send a code or a temporary password, which it gets encrypted under the pool's key. Cognito does not wait for it
 * and does not hear how it ends: Lambda tries it again if it fails. Part of the caller's `store.write`.
 * @throws UnexpectedLambdaException if the function is gone or Cognito may not invoke it
 */
export function invokeCustomSender(cognito: Cognito, about: MessageAbout, channel: Channel, secret: string): void {
  const { pool, caller, user, source, clientMetadata } = about;
  const trigger = channel.attribute === "email" ? "CustomEmailSender" : "CustomSMSSender";
  // No pool has a custom sender without a key.
  const keyId = pool.settings.LambdaConfig?.KMSKeyID as string;
  // A temporary password is made fit for HTML; a code needs nothing of the kind.
  const plaintext = source === "AdminCreateUser" ? escapeHtml(secret) : secret;
  const event = createEvent(cognito, pool, caller, {
    triggerSource: `${trigger}_${source}`,
    userName: user.username,
    request: {
      type: trigger === "CustomEmailSender" ? "customEmailSenderRequestV1" : "customSMSSenderRequestV1",
      code: cognito.keys.encryptMessage(keyId, plaintext, { "userpool-id": pool.id }),
      clientMetadata: null,
      ...clientMetadataOf(clientMetadata),
      userAttributes: { ...userAttributesOf(pool, user), ...destinationsOf(about) },
    },
    response: {},
  });
  const functionArn = customSenderOf(pool, channel) as string;
  invokeTriggerLater(cognito, { trigger, functionArn, pool, sub: user.sub, event });
}
