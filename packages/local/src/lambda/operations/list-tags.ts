import type { ListTagsRequest, ListTagsResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

export function listTags(functions: Functions, request: ListTagsRequest): ListTagsResponse {
  const { functionName } = functions.versionOf(request.Resource as string);
  return { Tags: functions.settings.tags(functionName) };
}
