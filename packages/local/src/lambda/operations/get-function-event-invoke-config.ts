import type { FunctionEventInvokeConfig, GetFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeConfiguration, keptConfiguration, placeOf } from "./event-invoke-config.ts";

export function getFunctionEventInvokeConfig(
  functions: Functions,
  request: GetFunctionEventInvokeConfigRequest,
): FunctionEventInvokeConfig {
  const { functionName, qualifier } = placeOf(functions, request);
  return describeConfiguration(functions, keptConfiguration(functions, functionName, qualifier));
}
