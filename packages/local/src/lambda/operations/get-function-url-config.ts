import type { GetFunctionUrlConfigRequest, GetFunctionUrlConfigResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { describeUrl, keptUrl, urlPlaceOf } from "./function-url-config.ts";

export function getFunctionUrlConfig(functions: Functions, request: GetFunctionUrlConfigRequest): GetFunctionUrlConfigResponse {
  return describeUrl(functions, keptUrl(functions, urlPlaceOf(functions, request)));
}
