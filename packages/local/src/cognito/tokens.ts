import { randomUUID } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import { type AppClient, tokenLifeMs } from "./app-clients.ts";
import { readableBy } from "./attributes.ts";
import type { Group } from "./groups.ts";
import { identitiesClaim } from "./identities.ts";
import { type Claims, signJwt } from "./jwt.ts";
import type { PoolSigningKeys } from "./signing-keys.ts";
import type { User } from "./users.ts";

/** What both tokens of one sign-in or refresh are made of. */
export interface TokenRequest {
  issuer: string;
  keys: PoolSigningKeys;
  client: AppClient;
  user: User;
  groups: Group[];
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
  const { keys, client } = request;
  const shared = sharedClaims(request);
  return {
    AccessToken: signJwt(keys.access, { ...shared, ...accessClaims(request) }),
    ExpiresIn: tokenLifeMs(client, "AccessToken") / 1_000,
    IdToken: signJwt(keys.id, { ...shared, ...idClaims(request) }),
    TokenType: "Bearer",
  };
}

function sharedClaims({ issuer, client, user, groups, originJti, signedInAt, now }: TokenRequest): Claims {
  return {
    sub: user.sub,
    ...(groups.length > 0 && { "cognito:groups": byStrength(groups).map((group) => group.name) }),
    iss: issuer,
    ...(client.settings.EnableTokenRevocation !== false && { origin_jti: originJti }),
    event_id: randomUUID(),
    auth_time: seconds(signedInAt),
    iat: seconds(now),
  };
}

function accessClaims({ client, user, now }: TokenRequest): Claims {
  return {
    client_id: client.id,
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
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

function roleClaims(groups: Group[]): Claims {
  const withRole = byStrength(groups.filter((group) => group.roleArn));
  const [first] = withRole;
  if (!first) return {};
  const strongest = new Set(withRole.filter((group) => group.precedence === first.precedence).map((group) => group.roleArn));
  return {
    "cognito:roles": [...new Set(withRole.map((group) => group.roleArn))],
    // Two groups of equal strength with different roles: Cognito prefers neither.
    ...(strongest.size === 1 && { "cognito:preferred_role": first.roleArn }),
  };
}

function byStrength(groups: Group[]): Group[] {
  const rank = (group: Group) => group.precedence ?? Number.MAX_SAFE_INTEGER;
  return groups.toSorted((a, b) => rank(a) - rank(b));
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
