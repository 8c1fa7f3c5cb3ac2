import type { GetFunctionRequest, GetFunctionResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { getFunctionConfiguration } from "./get-function-configuration.ts";

/** A function with its configuration; its code can not be downloaded here. */
export function getFunction(functions: Functions, request: GetFunctionRequest): GetFunctionResponse {
  return { Configuration: getFunctionConfiguration(functions, request), Tags: {} };
}
