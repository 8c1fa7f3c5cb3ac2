import type { UntagResourceRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

export function untagResource(functions: Functions, request: UntagResourceRequest): void {
  const { functionName } = functions.versionOf(request.Resource as string);
  const removed = new Set(request.TagKeys);
  const kept = Object.entries(functions.settings.tags(functionName)).filter(([name]) => !removed.has(name));
  functions.settings.putTags(functionName, Object.fromEntries(kept));
}
