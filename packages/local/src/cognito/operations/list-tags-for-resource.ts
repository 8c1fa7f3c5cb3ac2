import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-cognito-identity-provider";
import type { CognitoOperation } from "../cognito.ts";
import { taggedPool } from "../pools/tags.ts";

type Operation = CognitoOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>;

export const listTagsForResource: Operation = (cognito, request) => ({
  Tags: taggedPool(cognito, request.ResourceArn as string).settings.UserPoolTags ?? {},
});
