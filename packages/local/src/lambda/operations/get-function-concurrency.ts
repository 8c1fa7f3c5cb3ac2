import type { GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

export function getFunctionConcurrency(
  functions: Functions,
  request: GetFunctionConcurrencyRequest,
): GetFunctionConcurrencyResponse {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.versions.resolve({ functionName, qualifier: undefined });
  return { ReservedConcurrentExecutions: functions.settings.reservedConcurrency(functionName) };
}
