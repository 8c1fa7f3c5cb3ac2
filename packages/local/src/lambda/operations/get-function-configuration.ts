import type { FunctionConfiguration, GetFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeVersion } from "./function-configuration.ts";

/** The configuration of a function, one of its versions or the version of an alias. */
export function getFunctionConfiguration(functions: Functions, request: GetFunctionConfigurationRequest): FunctionConfiguration {
  const reference = functions.reference(request.FunctionName as string, request.Qualifier);
  return describeVersion(functions, functions.versions.resolve(reference), reference.qualifier);
}
