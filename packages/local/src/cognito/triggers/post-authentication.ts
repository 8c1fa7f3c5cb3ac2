import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { clientMetadataOf, createEvent, type SignInCaller, userAttributesOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/** Fires the post authentication trigger, if the pool has one, before any token is made: if it fails there are none. */
export async function postAuthentication(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  user: User,
  { newDeviceUsed, clientMetadata }: { newDeviceUsed: boolean; clientMetadata: Record<string, string> | undefined },
): Promise<void> {
  const functionArn = pool.settings.LambdaConfig?.PostAuthentication;
  if (!functionArn) return;
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "PostAuthentication_Authentication",
    userName: user.username,
    request: { userAttributes: userAttributesOf(pool, user), newDeviceUsed, ...clientMetadataOf(clientMetadata) },
    response: {},
  });
  await invokeTrigger(cognito, { trigger: "PostAuthentication", functionArn, pool, sub: user.sub, event });
}
