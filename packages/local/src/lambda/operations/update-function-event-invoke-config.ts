import type { FunctionEventInvokeConfig, UpdateFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { configurationOf, describeConfiguration, keptConfiguration, placeOf } from "./event-invoke-config.ts";

/** What the request leaves out stays. */
export function updateFunctionEventInvokeConfig(
  functions: Functions,
  request: UpdateFunctionEventInvokeConfigRequest,
): FunctionEventInvokeConfig {
  const { functionName, qualifier } = placeOf(functions, request);
  const before = keptConfiguration(functions, functionName, qualifier);
  const given = Object.entries(configurationOf(functions, request)).filter(([, value]) => value !== undefined);
  functions.eventInvokeConfigs.put(functionName, qualifier, { ...before, ...Object.fromEntries(given) });
  return describeConfiguration(functions, keptConfiguration(functions, functionName, qualifier));
}
