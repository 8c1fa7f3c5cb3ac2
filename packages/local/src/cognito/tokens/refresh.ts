import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { Cognito } from "../cognito.ts";
import { tracksDevices } from "../devices/known-device.ts";
import { notAuthorized } from "../errors.ts";
import type { UserPool } from "../pools/user-pools.ts";
import type { SignInCaller } from "../triggers/event.ts";
import type { User } from "../users/users.ts";
import type { SignIn } from "./refresh-tokens.ts";
import { createTokens } from "./tokens.ts";
import { tokensToBe } from "./tokens-to-be.ts";

export interface RefreshRequest {
  refreshToken: string;
  deviceKey: string | undefined;
  /** Of GetTokensFromRefreshToken; that of InitiateAuth does not come this far. */
  clientMetadata: Record<string, string> | undefined;
}

/**
 * New ID and access tokens of an earlier sign-in, with the attributes and groups of now, and a new refresh token where they rotate.
 * @param check told whose token it is before it is honoured.
 * @throws NotAuthorizedException, RefreshTokenReuseException and what the pre token generation trigger throws
 */
export async function refresh(
  cognito: Cognito,
  pool: UserPool,
  caller: SignInCaller,
  { refreshToken, deviceKey, clientMetadata }: RefreshRequest,
  check: (user: User) => void = () => {},
): Promise<AuthenticationResultType> {
  const { client } = caller;
  const asked = cognito.refreshTokens.redeem(client, refreshToken);
  const user = cognito.users.byId(asked.userId);
  check(user);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  checkDevice(cognito, pool, user, asked, deviceKey);
  const scopes = cognito.grantedScopes.of(asked.originJti);
  const tokens = await tokensToBe(cognito, pool, caller, user, "TokenGeneration_RefreshTokens", clientMetadata, scopes);
  return cognito.store.write(() => {
    // Again: while the function ran the token may have been revoked, or another call may have rotated it.
    const signIn = cognito.refreshTokens.redeem(cognito.appClients.get(client.id), refreshToken);
    const { Feature, RetryGracePeriodSeconds = 0 } = client.settings.RefreshTokenRotation ?? {};
    const rotated = Feature === "ENABLED" && {
      RefreshToken: cognito.refreshTokens.rotate(signIn, refreshToken, RetryGracePeriodSeconds * 1_000),
    };
    return { ...createTokens({ ...tokens, signIn, now: cognito.clock.now() }), ...rotated };
  });
}

/** A pool that tracks devices gives a sign-in's new tokens to the device of the sign-in alone, and to none that was forgotten. */
function checkDevice(cognito: Cognito, pool: UserPool, user: User, signIn: SignIn, deviceKey: string | undefined): void {
  if (!tracksDevices(pool) || signIn.deviceKey === undefined) return;
  if (deviceKey !== signIn.deviceKey || !cognito.devices.find(user, deviceKey)) throw notAuthorized("Invalid Refresh Token");
}
