import type { TagResourceRequest, TagResourceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { taggedPool, withTags } from "../pools/tags.ts";

export const tagResource: CognitoOperation<TagResourceRequest, TagResourceResponse> = (cognito, request) => {
  const pool = taggedPool(cognito, request.ResourceArn as string);
  const UserPoolTags = withTags(pool.settings.UserPoolTags ?? {}, request.Tags ?? {});
  cognito.userPools.update(pool.id, { settings: { ...pool.settings, UserPoolTags } });
  return {};
};
