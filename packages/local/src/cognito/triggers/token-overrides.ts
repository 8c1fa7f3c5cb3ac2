import type { GroupConfiguration } from "../tokens/group-configuration.ts";
import { check, isObject, isTextList, isTextMap } from "./answer.ts";
import type { TriggerEvent } from "./event.ts";

/** The changes to the claims of one token. What is both added and suppressed is suppressed. */
export interface ClaimOverrides {
  claimsToAddOrOverride: Record<string, unknown>;
  claimsToSuppress: string[];
}

/** What the function of a pre token generation trigger changes. */
export interface TokenOverrides {
  id: ClaimOverrides;
  access: ClaimOverrides;
  scopesToAdd: string[];
  scopesToSuppress: string[];
  /** In place of the user's groups and roles, in both tokens; absent: as they are. */
  groups?: GroupConfiguration;
}

const nothing: ClaimOverrides = { claimsToAddOrOverride: {}, claimsToSuppress: [] };

/**
 * Reads the `response` of a pre token generation trigger: the first version changes the claims of the ID token and the groups of both
 * tokens, the later ones also the claims and scopes of the access token.
 * @throws InvalidLambdaResponseException
 */
export function readTokenOverrides(
  version: TriggerEvent["version"],
  response: Record<string, unknown>,
): TokenOverrides | undefined {
  const details = objectOf(version === "1" ? response.claimsOverrideDetails : response.claimsAndScopeOverrideDetails);
  if (!details) return undefined;
  const groups = readGroups(details);
  if (version === "1") {
    check(isTextMap(details.claimsToAddOrOverride ?? {}));
    return { id: readClaims(details), access: nothing, scopesToAdd: [], scopesToSuppress: [], ...groups };
  }
  const access = objectOf(details.accessTokenGeneration) ?? {};
  return {
    id: readClaims(objectOf(details.idTokenGeneration) ?? {}),
    access: readClaims(access),
    scopesToAdd: textsOf(access.scopesToAdd),
    scopesToSuppress: textsOf(access.scopesToSuppress),
    ...groups,
  };
}

function readClaims(details: Record<string, unknown>): ClaimOverrides {
  return {
    claimsToAddOrOverride: objectOf(details.claimsToAddOrOverride) ?? {},
    claimsToSuppress: textsOf(details.claimsToSuppress),
  };
}

/** The object that the function gives replaces the user's as a whole, and an empty one or null takes all groups away. */
function readGroups(details: Record<string, unknown>): Pick<TokenOverrides, "groups"> {
  if (details.groupOverrideDetails === undefined) return {};
  const { groupsToOverride, iamRolesToOverride, preferredRole } = objectOf(details.groupOverrideDetails) ?? {};
  check(preferredRole === undefined || preferredRole === null || typeof preferredRole === "string");
  return {
    groups: {
      groupsToOverride: textsOf(groupsToOverride),
      iamRolesToOverride: textsOf(iamRolesToOverride),
      preferredRole: preferredRole ?? null,
    },
  };
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return undefined;
  check(isObject(value));
  return value;
}

function textsOf(value: unknown): string[] {
  const texts = value ?? [];
  check(isTextList(texts));
  return texts;
}
