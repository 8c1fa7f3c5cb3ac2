import type { TagResourceInput, TagResourceResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { taggedPool, withTags } from "../pools/tagged-pool.ts";

export const tagResource: IdentityOperation<TagResourceInput, TagResourceResponse> = (
  { pools },
  { ResourceArn = "", Tags = {} },
) => {
  const pool = taggedPool(pools, ResourceArn);
  pools.update(pool, { tags: withTags(pool.tags, Tags) });
  return {};
};
