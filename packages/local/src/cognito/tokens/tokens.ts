import { randomUUID } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "../pools/app-clients.ts";
import { tokenLifeMs } from "../pools/token-validity.ts";
import type { TokenOverrides } from "../triggers/token-overrides.ts";
import { readableBy } from "../users/attributes.ts";
import { identitiesClaim } from "../users/identities.ts";
import type { User } from "../users/users.ts";
import { overrideClaims } from "./claim-overrides.ts";
import type { GroupConfiguration } from "./group-configuration.ts";
import { type Claims, signJwt } from "./jwt.ts";
import type { PoolSigningKeys } from "./signing-keys.ts";

/** The scope of a token that comes from the API and not from a hosted page: it may read and change its own user. */
export const signInScope = "aws.cognito.signin.user.admin";

/** What both tokens of one sign-in or refresh are made of. */
export interface TokenRequest {
  issuer: string;
  keys: PoolSigningKeys;
  client: AppClient;
  user: User;
  groups: GroupConfiguration;
  /** Of the pre token generation trigger; its groups are in `groups` already. */
  overrides: TokenOverrides | undefined;
  originJti: string;
  signedInAt: number;
  now: number;
}

/** The `iss` of a pool's tokens, the same as on AWS, so that what verifies them needs no other setting. */
export function issuerOf(region: string, userPoolId: string): string {
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}

/** Signs an ID and an access token. */
export function createTokens(request: TokenRequest): AuthenticationResultType {
  const { keys, client, overrides } = request;
  const shared = sharedClaims(request);
  const access = { ...shared, ...accessClaims(request) };
  const id = { ...shared, ...idClaims(request) };
  return {
    AccessToken: signJwt(keys.access, overrides ? overrideClaims("access", access, overrides.access) : access),
    ExpiresIn: tokenLifeMs(client, "AccessToken") / 1_000,
    IdToken: signJwt(keys.id, overrides ? overrideClaims("id", id, overrides.id) : id),
    TokenType: "Bearer",
  };
}

function sharedClaims({ issuer, client, user, groups, originJti, signedInAt, now }: TokenRequest): Claims {
  return {
    sub: user.sub,
    ...(groups.groupsToOverride.length > 0 && { "cognito:groups": groups.groupsToOverride }),
    iss: issuer,
    ...(client.settings.EnableTokenRevocation !== false && { origin_jti: originJti }),
    event_id: randomUUID(),
    auth_time: seconds(signedInAt),
    iat: seconds(now),
  };
}

function accessClaims({ client, user, now, overrides }: TokenRequest): Claims {
  const kept = overrides?.scopesToSuppress.includes(signInScope) ? [] : [signInScope];
  const scopes = [...new Set([...kept, ...(overrides?.scopesToAdd ?? [])])];
  return {
    client_id: client.id,
    token_use: "access",
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    username: user.username,
    exp: seconds(now + tokenLifeMs(client, "AccessToken")),
    jti: randomUUID(),
  };
}

function idClaims({ client, user, groups, now }: TokenRequest): Claims {
  const claims: Claims = {};
  for (const [name, value] of Object.entries(readableBy(client, user.attributes))) {
    claims[name] = name === "identities" ? identitiesClaim(value) : name.endsWith("_verified") ? value === "true" : value;
  }
  return {
    ...claims,
    ...roleClaims(groups),
    "cognito:username": user.username,
    aud: client.id,
    token_use: "id",
    exp: seconds(now + tokenLifeMs(client, "IdToken")),
    jti: randomUUID(),
  };
}

function roleClaims({ iamRolesToOverride, preferredRole }: GroupConfiguration): Claims {
  return {
    ...(iamRolesToOverride.length > 0 && { "cognito:roles": iamRolesToOverride }),
    ...(preferredRole !== null && { "cognito:preferred_role": preferredRole }),
  };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
