import type { AliasConfiguration, UpdateAliasRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { checkTarget, describeAlias } from "./alias-configuration.ts";
import { checkRevision } from "./function-configuration.ts";

/** What the request leaves out stays. */
export function updateAlias(functions: Functions, request: UpdateAliasRequest): AliasConfiguration {
  const { functionName } = functions.reference(request.FunctionName as string);
  const name = request.Name as string;
  const before = functions.aliases.get(functionName, name);
  checkRevision(before, request.RevisionId);
  checkTarget(functions, functionName, request);
  const { FunctionVersion = before.version, Description = before.description } = request;
  functions.store.write(() => functions.aliases.point(functionName, name, FunctionVersion, Description));
  functions.retireOthers(functionName);
  return describeAlias(functions, functions.aliases.get(functionName, name));
}
