import { randomUUID } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "./app-clients.ts";
import type { Cognito } from "./cognito.ts";
import { notAuthorized } from "./errors.ts";
import { createTokens, issuerOf } from "./tokens.ts";
import type { UserPool } from "./user-pools.ts";
import type { User } from "./users.ts";

/** Ends a successful sign-in: new tokens, the refresh token among them. */
export async function signIn(cognito: Cognito, pool: UserPool, client: AppClient, user: User): Promise<AuthenticationResultType> {
  const keys = await cognito.signingKeys.of(pool.id);
  const originJti = randomUUID();
  return cognito.store.write(() => {
    const now = cognito.clock.now();
    const groups = cognito.groups.of(user);
    const RefreshToken = cognito.refreshTokens.create(client, user, originJti);
    const about = { userPoolId: pool.id, groups: groups.map((group) => group.name) };
    cognito.journal.record("user.signed-in", { sub: user.sub }, about);
    const issuer = issuerOf(cognito.region, pool.id);
    return { ...createTokens({ issuer, keys, client, user, groups, originJti, signedInAt: now, now }), RefreshToken };
  });
}

/**
 * New ID and access tokens of an earlier sign-in, with the attributes and groups of now.
 * @param check told whose token it is before it is honoured.
 */
export async function refresh(
  cognito: Cognito,
  pool: UserPool,
  client: AppClient,
  refreshToken: string,
  check: (user: User) => void,
): Promise<AuthenticationResultType> {
  const keys = await cognito.signingKeys.of(pool.id);
  const { userId, originJti, signedInAt } = cognito.refreshTokens.redeem(client, refreshToken);
  const user = cognito.users.byId(userId);
  check(user);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  const groups = cognito.groups.of(user);
  const issuer = issuerOf(cognito.region, pool.id);
  return createTokens({ issuer, keys, client, user, groups, originJti, signedInAt, now: cognito.clock.now() });
}
