import type { UntagResourceRequest, UntagResourceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { taggedPool } from "../pools/tags.ts";

/** A key that the pool does not have is no error. */
export const untagResource: CognitoOperation<UntagResourceRequest, UntagResourceResponse> = (cognito, request) => {
  const pool = taggedPool(cognito, request.ResourceArn as string);
  const gone = new Set(request.TagKeys);
  const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !gone.has(key));
  cognito.userPools.update(pool.id, { settings: { ...pool.settings, UserPoolTags: Object.fromEntries(kept) } });
  return {};
};
