import type { Concurrency, PutFunctionConcurrencyRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

/** Bounds how many invocations of a function run at once; with 0 none does. */
export function putFunctionConcurrency(functions: Functions, request: PutFunctionConcurrencyRequest): Concurrency {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.versions.resolve({ functionName, qualifier: undefined });
  functions.settings.putReservedConcurrency(functionName, request.ReservedConcurrentExecutions);
  return { ReservedConcurrentExecutions: request.ReservedConcurrentExecutions };
}
