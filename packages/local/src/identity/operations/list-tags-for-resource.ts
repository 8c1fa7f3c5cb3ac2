import type { ListTagsForResourceInput, ListTagsForResourceResponse } from "@aws-sdk/client-cognito-identity";
import type { IdentityOperation } from "../identity.ts";
import { taggedPool } from "../pools/tagged-pool.ts";

export const listTagsForResource: IdentityOperation<ListTagsForResourceInput, ListTagsForResourceResponse> = (
  { pools },
  { ResourceArn = "" },
) => ({ Tags: taggedPool(pools, ResourceArn).tags });
