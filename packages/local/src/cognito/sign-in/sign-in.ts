import { randomUUID } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import { groupConfigurationOf } from "../tokens/group-configuration.ts";
import { createTokens, issuerOf, type TokenRequest } from "../tokens/tokens.ts";
import type { SignInCaller } from "../triggers/event.ts";
import { postAuthentication } from "../triggers/post-authentication.ts";
import { preTokenGeneration, type TokenGenerationSource } from "../triggers/pre-token-generation.ts";
import type { User } from "../users/users.ts";

/**
 * Ends a sign-in whose password and challenges are right: the triggers, then new tokens, the refresh token among them.
 * @param clientMetadata of the call, if it is one that answers a challenge: that of InitiateAuth does not come this far.
 */
export async function signIn(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  user: User,
  triggerSource: TokenGenerationSource,
  clientMetadata?: Record<string, string>,
): Promise<AuthenticationResultType> {
  await postAuthentication(cognito, pool, caller, user, clientMetadata);
  const tokens = await tokensToBe(cognito, pool, caller, stillAllowed(cognito, pool, user), triggerSource, clientMetadata);
  const originJti = randomUUID();
  return cognito.store.write(() => {
    const now = cognito.clock.now();
    const RefreshToken = cognito.refreshTokens.create(caller.client, stillAllowed(cognito, pool, user), originJti);
    const { groupsToOverride } = tokens.groups;
    cognito.journal.record("user.signed-in", { sub: user.sub }, { userPoolId: pool.id, groups: groupsToOverride });
    return { ...createTokens({ ...tokens, originJti, signedInAt: now, now }), RefreshToken };
  });
}

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

async function tokensToBe(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  user: User,
  triggerSource: TokenGenerationSource,
  clientMetadata: Record<string, string> | undefined,
): Promise<Omit<TokenRequest, "originJti" | "signedInAt" | "now">> {
  const keys = await cognito.signingKeys.of(pool.id);
  const groups = groupConfigurationOf(cognito.groups.of(user));
  const overrides = await preTokenGeneration(cognito, pool, caller, { triggerSource, user, groups, clientMetadata });
  const issuer = issuerOf(cognito.region, pool.id);
  return { issuer, keys, client: caller.client, user, groups: overrides?.groups ?? groups, overrides };
}

/** The user as of now: while a function ran it may have changed, disabled or deleted the user. */
function stillAllowed(cognito: Cognito, pool: UserPool, { sub }: User): User {
  const user = cognito.users.findBySub(pool, sub);
  if (!user) throw notAuthorized("Incorrect username or password.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return user;
}
