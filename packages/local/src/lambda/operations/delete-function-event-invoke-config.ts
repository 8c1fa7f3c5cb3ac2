import type { DeleteFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { keptConfiguration, placeOf } from "./event-invoke-config.ts";

export function deleteFunctionEventInvokeConfig(functions: Functions, request: DeleteFunctionEventInvokeConfigRequest): void {
  const { functionName, qualifier } = placeOf(functions, request);
  keptConfiguration(functions, functionName, qualifier);
  functions.eventInvokeConfigs.delete(functionName, qualifier);
}
