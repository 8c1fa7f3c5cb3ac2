import type { IdentityPool } from "@aws-sdk/client-cognito-identity";
import { invalidParameter } from "../errors.ts";
import type { IdentityOperation } from "../identity.ts";
import { describePool, settingsOf } from "../pools/pool-request.ts";
import { withTags } from "../pools/tagged-pool.ts";

/** Replaces all settings, but for what a developer's users are known by. */
export const updateIdentityPool: IdentityOperation<IdentityPool, IdentityPool> = ({ pools }, request) => {
  const pool = pools.get(request.IdentityPoolId as string);
  const { DeveloperProviderName: name } = pool.settings;
  if (name !== undefined && (request.DeveloperProviderName ?? name) !== name) {
    throw invalidParameter("The developer provider name of an identity pool cannot be changed.");
  }
  const settings = { ...settingsOf(request), DeveloperProviderName: request.DeveloperProviderName ?? name };
  const { IdentityPoolTags } = request;
  return describePool(pools.update(pool, { settings, ...(IdentityPoolTags && { tags: withTags({}, IdentityPoolTags) }) }));
};
