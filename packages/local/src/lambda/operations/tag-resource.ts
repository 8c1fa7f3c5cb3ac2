import type { TagResourceRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

export function tagResource(functions: Functions, request: TagResourceRequest): void {
  const { functionName } = functions.versionOf(request.Resource as string);
  functions.settings.putTags(functionName, { ...functions.settings.tags(functionName), ...request.Tags });
}
