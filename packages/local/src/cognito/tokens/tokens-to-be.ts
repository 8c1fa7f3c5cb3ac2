import type { Cognito } from "../cognito.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { preTokenGeneration, type TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";
import { groupConfigurationOf } from "./group-configuration.ts";
import { issuerOf } from "./issuer.ts";
import type { TokenRequest } from "./tokens.ts";

/**
 * What the next tokens of a user say, after the pre token generation trigger.
 * @param scopes what a hosted page granted; absent for a sign-in by the API
 */
export async function tokensToBe(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  user: User,
  triggerSource: TokenGenerationSource,
  clientMetadata: Record<string, string> | undefined,
  scopes?: readonly string[],
): Promise<Omit<TokenRequest, "signIn" | "now">> {
  const keys = await cognito.signingKeys.of(pool.id);
  const groups = groupConfigurationOf(cognito.groups.of(user));
  const overrides = await preTokenGeneration(cognito, pool, caller, { triggerSource, user, groups, scopes, clientMetadata });
  const issuer = issuerOf(cognito.region, pool);
  return { issuer, keys, client: caller.client, user, groups: overrides?.groups ?? groups, overrides, scopes };
}
