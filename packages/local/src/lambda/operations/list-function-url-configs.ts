import type { ListFunctionUrlConfigsRequest, ListFunctionUrlConfigsResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeUrl, urlPlaceOf } from "./function-url-config.ts";
import { pageOf } from "./pages.ts";

export function listFunctionUrlConfigs(
  functions: Functions,
  request: ListFunctionUrlConfigsRequest,
): ListFunctionUrlConfigsResponse {
  const { functionName } = urlPlaceOf(functions, { FunctionName: request.FunctionName });
  const { items, NextMarker } = pageOf(functions.urls.list(functionName), request);
  return { FunctionUrlConfigs: items.map((url) => describeUrl(functions, url)), NextMarker };
}
