import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { configurationOf, describeConfiguration, keptConfiguration, placeOf } from "./event-invoke-config.ts";

/** Replaces the whole configuration. */
export function putFunctionEventInvokeConfig(
  functions: Functions,
  request: PutFunctionEventInvokeConfigRequest,
): FunctionEventInvokeConfig {
  const { functionName, qualifier } = placeOf(functions, request);
  functions.eventInvokeConfigs.put(functionName, qualifier, configurationOf(functions, request));
  return describeConfiguration(functions, keptConfiguration(functions, functionName, qualifier));
}
