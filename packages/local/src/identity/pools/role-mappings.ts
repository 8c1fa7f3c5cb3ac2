import type { RoleMapping } from "@aws-sdk/client-cognito-identity";
import { invalidParameter, notAuthorized } from "../errors.ts";
import type { CognitoIdentity } from "../identity.ts";
import type { IdentityPool, PoolSettings } from "./identity-pools.ts";
import { providersOf } from "./providers.ts";

/**
 * Checks what a pool's roles are to be.
 * @throws NotAuthorizedException for what is no role of the account, InvalidParameterException for a mapping that cannot be used
 */
export function checkRoles(
  { accountId }: CognitoIdentity,
  pool: IdentityPool,
  roles: Record<string, string>,
  mappings: Record<string, RoleMapping>,
): void {
  const rules = Object.values(mappings).flatMap(({ RulesConfiguration }) => RulesConfiguration?.Rules ?? []);
  for (const arn of [...Object.values(roles), ...rules.map(({ RoleARN = "" }) => RoleARN)]) {
    if (!new RegExp(`^arn:[\\w-]+:iam::${accountId}:role/.`).test(arn)) throw roleForbidden(arn);
  }
  const names = mappedProviders(pool.settings);
  for (const [name, { Type, AmbiguousRoleResolution, RulesConfiguration }] of Object.entries(mappings)) {
    if (!names.has(name)) {
      throw invalidParameter(`(${name}) is not a valid RoleMapping ProviderName or is not a configured provider.`);
    }
    if (AmbiguousRoleResolution === undefined) {
      throw invalidParameter(`AmbiguousRoleResolution is required for the role mapping of type ${Type}.`);
    }
    if ((Type === "Rules") !== (RulesConfiguration !== undefined)) {
      throw invalidParameter("RulesConfiguration is required for a role mapping of type Rules, and only for one.");
    }
  }
}

export function roleForbidden(arn: string): Error {
  return notAuthorized(`Access to Role '${arn}' is forbidden.`);
}

/** What a mapping may be for: of a user pool each client by itself, `cognito-idp.us-east-1.amazonaws.com/us-east-1_a1:<client>`. */
function mappedProviders(settings: PoolSettings): ReadonlySet<string> {
  return new Set([
    ...providersOf(settings).flatMap((provider) =>
      provider.kind === "user-pool" ? provider.clientIds.map((client) => `${provider.name}:${client}`) : [provider.name],
    ),
    ...(settings.OpenIdConnectProviderARNs ?? []),
  ]);
}
