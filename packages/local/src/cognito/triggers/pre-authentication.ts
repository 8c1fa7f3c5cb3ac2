import type { Cognito } from "../cognito.ts";
import { hidesUserExistence } from "../pools/app-clients.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { User } from "../users/users.ts";
import { createEvent, type SignInCaller, userAttributesOf, validationDataOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/** Who tries to sign in: the name that was given, and the user if there is one of that name. */
export interface SignInAttempt {
  username: string;
  user: User | undefined;
  validationData: Record<string, string> | undefined;
}

/**
 * Fires the pre authentication trigger, if the pool has one, before the password is looked at. To deny the sign-in the function throws.
 * For a name that nobody has it fires only where the client must not learn so.
 */
export async function preAuthentication(cognito: Cognito, pool: UserPool, caller: SignInCaller, attempt: SignInAttempt) {
  const functionArn = pool.settings.LambdaConfig?.PreAuthentication;
  const { user } = attempt;
  const hidden = hidesUserExistence(caller.client);
  if (!functionArn || !(user || hidden)) return;
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "PreAuthentication_Authentication",
    userName: user?.username ?? attempt.username,
    request: {
      userAttributes: user ? userAttributesOf(pool, user) : {},
      validationData: validationDataOf(attempt.validationData),
      ...(hidden && { userNotFound: !user }),
    },
    response: {},
  });
  await invokeTrigger(cognito, { trigger: "PreAuthentication", functionArn, pool, sub: user?.sub, event });
}
