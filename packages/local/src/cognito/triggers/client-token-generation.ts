import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { createEvent, type SignInCaller } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";
import { readTokenOverrides, type TokenOverrides } from "./token-overrides.ts";

/**
 * Fires the pre token generation trigger for a client that acts for itself. Only one of the third version is asked.
 * @returns what the function changes; undefined for nothing
 */
export async function clientTokenGeneration(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  scopes: readonly string[],
): Promise<TokenOverrides | undefined> {
  const { PreTokenGenerationConfig: config } = pool.settings.LambdaConfig ?? {};
  if (config?.LambdaVersion !== "V3_0" || !config.LambdaArn) return undefined;
  const event = createEvent(cognito, pool, caller, {
    version: "3",
    triggerSource: "TokenGeneration_ClientCredentials",
    userName: caller.client.id,
    request: {
      userAttributes: {},
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes,
    },
    response: { claimsAndScopeOverrideDetails: null },
  });
  const functionArn = config.LambdaArn;
  const response = await invokeTrigger(cognito, { trigger: "PreTokenGeneration", functionArn, pool, sub: undefined, event });
  return readTokenOverrides("3", response);
}
