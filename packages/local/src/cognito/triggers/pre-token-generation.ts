import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { GroupConfiguration } from "../tokens/group-configuration.ts";
import { signInScope } from "../tokens/tokens.ts";
import type { User } from "../users/users.ts";
import { clientMetadataOf, createEvent, type SignInCaller, type TriggerEvent, userAttributesOf } from "./event.ts";
import { invokeTrigger } from "./invoke-trigger.ts";
import { readTokenOverrides, type TokenOverrides } from "./token-overrides.ts";

export type TokenGenerationSource =
  | "TokenGeneration_AuthenticateDevice"
  | "TokenGeneration_Authentication"
  | "TokenGeneration_HostedAuth"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_RefreshTokens";

export interface PreTokenGenerationRequest {
  triggerSource: TokenGenerationSource;
  user: User;
  /** What the tokens would hold without the function. */
  groups: GroupConfiguration;
  /** What a hosted page granted; absent for a sign-in by the API. */
  scopes?: readonly string[] | undefined;
  clientMetadata: Record<string, string> | undefined;
}

/** Fires the pre token generation trigger, if the pool has one. @returns what the function changes; undefined for nothing. */
export async function preTokenGeneration(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  { triggerSource, user, groups, scopes = [signInScope], clientMetadata }: PreTokenGenerationRequest,
): Promise<TokenOverrides | undefined> {
  const { PreTokenGeneration, PreTokenGenerationConfig } = pool.settings.LambdaConfig ?? {};
  const functionArn = PreTokenGenerationConfig?.LambdaArn ?? PreTokenGeneration;
  if (!functionArn) return undefined;
  const version = versions[PreTokenGenerationConfig?.LambdaVersion ?? "V1_0"];
  const event = createEvent(cognito, pool, caller, {
    version,
    triggerSource,
    userName: user.username,
    request: {
      userAttributes: userAttributesOf(pool, user),
      groupConfiguration: groups,
      ...(version !== "1" && { scopes }),
      ...clientMetadataOf(clientMetadata),
    },
    response: version === "1" ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  });
  const response = await invokeTrigger(cognito, { trigger: "PreTokenGeneration", functionArn, pool, sub: user.sub, event });
  return readTokenOverrides(version, response);
}

const versions: Record<"V1_0" | "V2_0" | "V3_0", TriggerEvent["version"]> = { V1_0: "1", V2_0: "2", V3_0: "3" };
