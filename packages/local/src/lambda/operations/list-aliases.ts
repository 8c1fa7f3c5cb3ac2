import type { ListAliasesRequest, ListAliasesResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeAlias } from "./alias-configuration.ts";
import { pageOf } from "./pages.ts";

export function listAliases(functions: Functions, request: ListAliasesRequest): ListAliasesResponse {
  const { functionName } = functions.reference(request.FunctionName as string);
  functions.versions.resolve({ functionName, qualifier: undefined });
  const { items, NextMarker } = pageOf(functions.aliases.list(functionName, request.FunctionVersion), request);
  return { Aliases: items.map((alias) => describeAlias(functions, alias)), NextMarker };
}
