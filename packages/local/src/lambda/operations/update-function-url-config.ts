import type { UpdateFunctionUrlConfigRequest, UpdateFunctionUrlConfigResponse } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { checkUrlSettings, describeUrl, keptUrl, urlPlaceOf } from "./function-url-config.ts";

/** What the request leaves out stays, and so does the address. */
export function updateFunctionUrlConfig(
  functions: Functions,
  request: UpdateFunctionUrlConfigRequest,
): UpdateFunctionUrlConfigResponse {
  const place = urlPlaceOf(functions, request);
  const before = keptUrl(functions, place);
  checkUrlSettings(request);
  return describeUrl(functions, functions.urls.put(place.functionName, place.qualifier, request.Cors ?? before.cors));
}
