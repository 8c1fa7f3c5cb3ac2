import type { ListFunctionsRequest, ListFunctionsResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Functions } from "../functions.ts";
import { describeVersion } from "./function-configuration.ts";

// Lambda returns at most 50 to a page, whatever is asked for.
const maxPage = 50;

/** The functions by name, or all their versions; a page at a time. */
export function listFunctions(functions: Functions, request: ListFunctionsRequest): ListFunctionsResponse {
  const isAll = request.FunctionVersion === "ALL";
  const from = request.Marker === undefined ? 0 : Number(request.Marker);
  if (!Number.isSafeInteger(from) || from < 0) throw new AwsError("InvalidParameterValueException", "Invalid Marker");
  const to = from + Math.min(request.MaxItems ?? maxPage, maxPage);
  const versions = functions.versions.list(isAll);
  return {
    Functions: versions
      .slice(from, to)
      .map((version) => describeVersion(functions, version, isAll ? version.version : undefined)),
    ...(to < versions.length && { NextMarker: String(to) }),
  };
}
