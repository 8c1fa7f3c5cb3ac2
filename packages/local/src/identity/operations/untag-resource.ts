import type { UntagResourceInput, UntagResourceResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { taggedPool } from "../pools/tagged-pool.ts";

export const untagResource: IdentityOperation<UntagResourceInput, UntagResourceResponse> = (
  { pools },
  { ResourceArn = "", TagKeys = [] },
) => {
  const pool = taggedPool(pools, ResourceArn);
  pools.update(pool, { tags: Object.fromEntries(Object.entries(pool.tags).filter(([key]) => !TagKeys.includes(key))) });
  return {};
};
