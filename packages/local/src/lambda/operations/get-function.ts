import type { GetFunctionRequest, GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";

/** A function with its configuration and tags; its code can not be downloaded here. */
export function getFunction(functions: Functions, request: GetFunctionRequest): GetFunctionResponse {
  const Configuration = getFunctionConfiguration(functions, request);
  const { settings } = functions;
  const functionName = Configuration.FunctionName as string;
  const ReservedConcurrentExecutions = settings.reservedConcurrency(functionName);
  return {
    Configuration,
    Tags: settings.tags(functionName),
    ...(ReservedConcurrentExecutions !== undefined && { Concurrency: { ReservedConcurrentExecutions } }),
  };
}
