import { invalidParameter } from "../errors.ts";
import type { IdentityPool } from "./identity-pools.ts";

/**
 * The name under which a pool knows the users whom its developer vouches for.
 * @param named what the request calls it
 * @throws InvalidParameterException if the pool has none, or another one
 */
export function developerProvider({ id, settings }: IdentityPool, named?: string): string {
  const { DeveloperProviderName } = settings;
  if (DeveloperProviderName === undefined) throw invalidParameter(`IdentityPool '${id}' has no developer provider.`);
  if ((named ?? DeveloperProviderName) !== DeveloperProviderName) {
    throw invalidParameter(`${named} is not the developer provider of IdentityPool '${id}'.`);
  }
  return DeveloperProviderName;
}
