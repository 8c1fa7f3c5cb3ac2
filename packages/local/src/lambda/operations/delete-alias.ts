import type { DeleteAliasRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";

/** Deletes an alias; that there is none is no error. */
export function deleteAlias(functions: Functions, request: DeleteAliasRequest): void {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.aliases.delete(functionName, request.Name as string);
  functions.retireOthers(functionName);
}
