import type { CreateFunctionUrlConfigRequest, CreateFunctionUrlConfigResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Functions } from "../functions.ts";
import { checkUrlSettings, describeUrl, urlPlaceOf } from "./function-url-config.ts";

/** Gives a function, or an alias of it, a URL. */
export function createFunctionUrlConfig(
  functions: Functions,
  request: CreateFunctionUrlConfigRequest,
): CreateFunctionUrlConfigResponse {
  const { functionName, qualifier } = urlPlaceOf(functions, request);
  checkUrlSettings(request);
  if (functions.urls.find(functionName, qualifier))
    throw new AwsError(
      "ResourceConflictException",
      `Failed to create function url config for [functionArn = ${functions.arnOf({ functionName, qualifier })}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      { status: 409 },
    );
  return describeUrl(functions, functions.urls.put(functionName, qualifier, request.Cors));
}
