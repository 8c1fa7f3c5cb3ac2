import type { MappingRule, RoleMapping } from "@aws-sdk/client-cognito-identity";
import type { Claims } from "../../cognito/tokens/jwt.ts";
import { invalidConfiguration, notAuthorized } from "../errors.ts";
import type { ProvenIdentity } from "../logins/prove-identity.ts";
import { roleForbidden } from "../pools/role-mappings.ts";

/**
 * The role that an identity assumes: a guest's, that of the mapping of its provider, or that of all users.
 * @param custom what the caller asks for, which must be one that the token or a rule gives
 * @throws NotAuthorizedException, InvalidIdentityPoolConfigurationException if the pool has none
 */
export function chooseRole({ pool, logins, token }: ProvenIdentity, custom: string | undefined): string {
  const { Roles, RoleMappings } = pool.roles;
  const isGuest = logins.length === 0 && token === undefined;
  const mapped = logins.find(({ mappedAs }) => RoleMappings[mappedAs] !== undefined);
  const mapping = mapped && RoleMappings[mapped.mappedAs];
  const role = mapping ? mappedRole(mapping, mapped.claims, custom) : custom === undefined ? undefined : { refused: custom };
  if (role && "refused" in role) throw roleForbidden(role.refused);
  if (mapped && role === undefined && mapping?.AmbiguousRoleResolution === "Deny") {
    throw notAuthorized(`The ambiguous role mapping rules for: ${mapped.mappedAs} denied this request.`);
  }
  const chosen = role?.arn ?? Roles[isGuest ? "unauthenticated" : "authenticated"];
  if (chosen === undefined) throw invalidConfiguration();
  return chosen;
}

/** @returns undefined if the mapping leaves it open */
function mappedRole(
  { Type, RulesConfiguration }: RoleMapping,
  claims: Claims,
  custom: string | undefined,
): { arn: string } | { refused: string } | undefined {
  const offered = Type === "Token" ? tokenRoles(claims) : rulesRoles(RulesConfiguration?.Rules ?? [], claims);
  if (custom !== undefined) return offered.all.includes(custom) ? { arn: custom } : { refused: custom };
  return offered.preferred === undefined ? undefined : { arn: offered.preferred };
}

interface OfferedRoles {
  all: string[];
  preferred: string | undefined;
}

/** Those of the user's groups, as a user pool puts them into its ID tokens. */
function tokenRoles(claims: Claims): OfferedRoles {
  const all = [claims["cognito:roles"] ?? []].flat().map(String);
  const preferred = claims["cognito:preferred_role"];
  return typeof preferred === "string" ? { all: [...all, preferred], preferred } : { all, preferred: undefined };
}

/** Those of the rules that fit; the first is the one. */
function rulesRoles(rules: readonly MappingRule[], claims: Claims): OfferedRoles {
  const all = rules.filter((rule) => fits(rule, claims)).map(({ RoleARN = "" }) => RoleARN);
  return { all, preferred: all[0] };
}

function fits({ Claim = "", MatchType, Value = "" }: MappingRule, claims: Claims): boolean {
  if (!Object.hasOwn(claims, Claim)) return false;
  const claim = [claims[Claim]].flat().map(String).join(",");
  if (MatchType === "Equals") return claim === Value;
  if (MatchType === "NotEqual") return claim !== Value;
  return MatchType === "Contains" ? claim.includes(Value) : claim.startsWith(Value);
}
