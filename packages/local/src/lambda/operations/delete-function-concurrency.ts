import type { DeleteFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

export function deleteFunctionConcurrency(functions: Functions, request: DeleteFunctionConcurrencyRequest): void {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.versions.resolve({ functionName, qualifier: undefined });
  functions.settings.putReservedConcurrency(functionName, undefined);
}
