import type { AliasConfiguration, GetAliasRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeAlias } from "./alias-configuration.ts";

export function getAlias(functions: Functions, request: GetAliasRequest): AliasConfiguration {
  const { functionName } = functions.reference(request.FunctionName as string);
  return describeAlias(functions, functions.aliases.get(functionName, request.Name as string));
}
