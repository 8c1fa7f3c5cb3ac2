import type { DeleteFunctionUrlConfigRequest } from "@aws-sdk/client-lambda";
import type { Functions } from "../functions.ts";
import { keptUrl, urlPlaceOf } from "./function-url-config.ts";

/** The address is gone for good: another one has another. */
export function deleteFunctionUrlConfig(functions: Functions, request: DeleteFunctionUrlConfigRequest): void {
  functions.urls.delete(keptUrl(functions, urlPlaceOf(functions, request)));
}
