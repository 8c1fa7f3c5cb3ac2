import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { clientMetadataOf, createEvent, type TriggerCaller, userAttributesOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

export type PostConfirmationSource = "PostConfirmation_ConfirmSignUp" | "PostConfirmation_ConfirmForgotPassword";

/**
 * Fires the post confirmation trigger, if the pool has one. The user must be stored as CONFIRMED before, and stays so whatever the
 * function does; what it answers is checked and otherwise ignored.
 */
export async function postConfirmation(
  cognito: Cognito,
  pool: UserPool,
  user: User,
  triggerSource: PostConfirmationSource,
  caller: TriggerCaller,
  clientMetadata: Record<string, string> | undefined,
): Promise<void> {
  const functionArn = pool.settings.LambdaConfig?.PostConfirmation;
  if (!functionArn) return;
  const event = createEvent(cognito, pool, caller, {
    triggerSource,
    userName: user.username,
    request: { userAttributes: userAttributesOf(pool, user), ...clientMetadataOf(clientMetadata) },
    response: {},
  });
  await invokeTrigger(cognito, { trigger: "PostConfirmation", functionArn, pool, sub: user.sub, event });
}
