import type { Cognito } from "../cognito.ts";
import type { IdentityProvider } from "../pools/identity-providers.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { check, isObject } from "./answer.ts";
import { createEvent, type SignInCaller } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";

/**
 * Fires the inbound federation trigger, if the pool has one, with what an identity provider says of a person.
 * @param parts of the provider's answer: `tokenResponse`, `idToken` and `userInfo`, or `samlResponse`
 * @returns what is mapped in their place; undefined if the function leaves it as it is
 */
export async function inboundFederation(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  provider: IdentityProvider,
  userName: string,
  parts: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const functionArn = pool.settings.LambdaConfig?.InboundFederation?.LambdaArn;
  if (!functionArn) return undefined;
  const event = createEvent(cognito, pool, caller, {
    triggerSource: "InboundFederation_ExternalProvider",
    userName,
    request: { providerName: provider.name, providerType: provider.settings.ProviderType, attributes: parts },
    response: { userAttributesToMap: null },
  });
  const response = await invokeTrigger(cognito, { trigger: "InboundFederation", functionArn, pool, sub: undefined, event });
  const mapped = response.userAttributesToMap ?? {};
  check(isObject(mapped));
  return Object.keys(mapped).length > 0 ? mapped : undefined;
}
