import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import { createTokens } from "./tokens.ts";
import { tokensToBe } from "./tokens-to-be.ts";

/**
 * New ID and access tokens of an earlier sign-in, with the attributes and groups of now.
 * @param check told whose token it is before it is honoured.
 */
export async function refresh(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  refreshToken: string,
  check: (user: User) => void,
): Promise<AuthenticationResultType> {
  const { userId, originJti, signedInAt } = cognito.refreshTokens.redeem(caller.client, refreshToken);
  const user = cognito.users.byId(userId);
  check(user);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const tokens = await tokensToBe(cognito, pool, caller, user, "TokenGeneration_RefreshTokens", undefined);
  return createTokens({ ...tokens, originJti, signedInAt, now: cognito.clock.now() });
}
