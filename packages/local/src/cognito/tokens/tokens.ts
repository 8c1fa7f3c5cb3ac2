import { createHash, randomUUID } from "node:crypto";
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import type { AppClient } from "../pools/app-clients.ts";
import { isRevocable, tokenLifeMs } from "../pools/token-validity.ts";
import type { TokenOverrides } from "../triggers/token-overrides.ts";
import { type Attributes, readableBy } from "../users/attributes.ts";
import { identitiesClaim } from "../users/identities.ts";
import type { User } from "../users/users.ts";
import { overrideClaims } from "./claim-overrides.ts";
import type { GroupConfiguration } from "./group-configuration.ts";
import { type Claims, signJwt } from "./jwt.ts";
import type { SignIn } from "./refresh-tokens.ts";
import { attributesInScope } from "./scopes.ts";
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
  /** What a hosted page granted; undefined for a sign-in by the API, whose scope is `signInScope`. */
  scopes?: readonly string[] | undefined;
  /** Of the request to `/oauth2/authorize`, to be found in the ID token. */
  nonce?: string | undefined;
  signIn: SignIn;
  now: number;
}

/** Signs an access token, and an ID token unless the scopes are without `openid`. */
export function createTokens(request: TokenRequest): AuthenticationResultType {
  const { keys, client, overrides, scopes, nonce } = request;
  const shared = sharedClaims(request);
  const access = { ...shared, ...accessClaims(request) };
  const AccessToken = signJwt(keys.access, overrides ? overrideClaims("access", access, overrides.access) : access);
  const id = {
    ...shared,
    ...idClaims(request),
    ...(scopes && { at_hash: halfHash(AccessToken) }),
    ...(nonce !== undefined && { nonce }),
  };
  return {
    AccessToken,
    ExpiresIn: tokenLifeMs(client, "AccessToken") / 1_000,
    ...((!scopes || scopes.includes("openid")) && {
      IdToken: signJwt(keys.id, overrides ? overrideClaims("id", id, overrides.id) : id),
    }),
    TokenType: "Bearer",
  };
}

/** By it an ID token names the access token that it came with. */
function halfHash(token: string): string {
  return createHash("sha256").update(token).digest().subarray(0, 16).toString("base64url");
}

function sharedClaims({ issuer, client, user, groups, signIn, now }: TokenRequest): Claims {
  return {
    sub: user.sub,
    ...(groups.groupsToOverride.length > 0 && { "cognito:groups": groups.groupsToOverride }),
    iss: issuer,
    ...(isRevocable(client) && { origin_jti: signIn.originJti }),
    event_id: signIn.eventId,
    auth_time: seconds(signIn.signedInAt),
    iat: seconds(now),
  };
}

function accessClaims({ client, user, signIn, now, overrides, ...granted }: TokenRequest): Claims {
  const kept = (granted.scopes ?? [signInScope]).filter((scope) => !overrides?.scopesToSuppress.includes(scope));
  const scopes = [...new Set([...kept, ...(overrides?.scopesToAdd ?? [])])];
  return {
    ...(granted.scopes && { version: 2 }),
    client_id: client.id,
    token_use: "access",
    ...(scopes.length > 0 && { scope: scopes.join(" ") }),
    ...(signIn.deviceKey !== undefined && { device_key: signIn.deviceKey }),
    username: user.username,
    exp: seconds(now + tokenLifeMs(client, "AccessToken")),
    ...tokenId(client),
  };
}

function idClaims({ client, user, groups, now, scopes }: TokenRequest): Claims {
  return {
    ...attributeClaims(attributesInScope(readableBy(client, user.attributes), scopes)),
    ...roleClaims(groups),
    "cognito:username": user.username,
    aud: client.id,
    token_use: "id",
    exp: seconds(now + tokenLifeMs(client, "IdToken")),
    ...tokenId(client),
  };
}

/** An attribute is a text, and so is its claim but for a few of OpenID Connect's. */
function attributeClaims(attributes: Attributes): Claims {
  const claims: Claims = { ...attributes };
  for (const name of ["email_verified", "phone_number_verified"]) {
    if (attributes[name] !== undefined) claims[name] = attributes[name] === "true";
  }
  if (attributes.address !== undefined) claims.address = { formatted: attributes.address };
  if (attributes.identities !== undefined) claims.identities = identitiesClaim(attributes.identities);
  return claims;
}

function roleClaims({ iamRolesToOverride, preferredRole }: GroupConfiguration): Claims {
  return {
    ...(iamRolesToOverride.length > 0 && { "cognito:roles": iamRolesToOverride }),
    ...(preferredRole !== null && { "cognito:preferred_role": preferredRole }),
  };
}

/** Only tokens that can be revoked can be told apart. */
function tokenId(client: AppClient): Claims {
  return isRevocable(client) ? { jti: randomUUID() } : {};
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000);
}
