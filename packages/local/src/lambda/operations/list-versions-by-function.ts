import type { ListVersionsByFunctionRequest, ListVersionsByFunctionResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeVersion } from "./function-configuration.ts";
import { pageOf } from "./pages.ts";

export function listVersionsByFunction(
  functions: Functions,
  request: ListVersionsByFunctionRequest,
): ListVersionsByFunctionResponse {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.versions.resolve({ functionName, qualifier: undefined });
  const { items, NextMarker } = pageOf(functions.versions.listOf(functionName), request);
  return { Versions: items.map((version) => describeVersion(functions, version, version.version)), NextMarker };
}
