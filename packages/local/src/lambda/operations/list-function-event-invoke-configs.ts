import type { ListFunctionEventInvokeConfigsRequest, ListFunctionEventInvokeConfigsResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeConfiguration, placeOf } from "./event-invoke-config.ts";
import { pageOf } from "./pages.ts";

export function listFunctionEventInvokeConfigs(
  functions: Functions,
  request: ListFunctionEventInvokeConfigsRequest,
): ListFunctionEventInvokeConfigsResponse {
  const { functionName } = placeOf(functions, { FunctionName: request.FunctionName });
  const { items, NextMarker } = pageOf(functions.eventInvokeConfigs.list(functionName), request);
  return { FunctionEventInvokeConfigs: items.map((config) => describeConfiguration(functions, config)), NextMarker };
}
