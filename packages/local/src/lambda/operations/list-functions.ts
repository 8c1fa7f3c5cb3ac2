import type { ListFunctionsRequest, ListFunctionsResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeVersion } from "./function-configuration.ts";
import { pageOf } from "./pages.ts";

/** The functions by name, or all their versions; a page at a time. */
export function listFunctions(functions: Functions, request: ListFunctionsRequest): ListFunctionsResponse {
  const isAll = request.FunctionVersion === "ALL";
  const { items, NextMarker } = pageOf(functions.versions.list(isAll), request);
  return {
    Functions: items.map((version) => describeVersion(functions, version, isAll ? version.version : undefined)),
    NextMarker,
  };
}
