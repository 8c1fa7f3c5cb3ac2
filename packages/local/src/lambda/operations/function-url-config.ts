import type { Cors, FunctionUrlConfig } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionArn } from "../function-arn.ts";
import type { Functions } from "../functions.ts";
import type { FunctionUrl } from "../urls/function-urls.ts";

/** What such a request is about: the function, or an alias. @throws {AwsError} ResourceNotFoundException, InvalidParameterValueException */
export function urlPlaceOf(
  functions: Functions,
  request: { FunctionName: string | undefined; Qualifier?: string | undefined },
): { functionName: string; qualifier: string | undefined } {
  const { functionName, qualifier } = functions.reference(request.FunctionName as string, request.Qualifier);
  functions.versions.resolve({ functionName, qualifier });
  if (qualifier !== undefined && /^(\$LATEST|\d+)$/.test(qualifier))
    throw new AwsError(
      "InvalidParameterValueException",
      "A function URL is of a function or of an alias: the Qualifier must be an alias",
    );
  return { functionName, qualifier };
}

/** @throws {AwsError} InvalidParameterValueException for what is not emulated */
export function checkUrlSettings({
  AuthType,
  InvokeMode,
}: {
  AuthType?: string | undefined;
  InvokeMode?: string | undefined;
}): void {
  const refuse = (what: string) =>
    new AwsError(
      "InvalidParameterValueException",
      `The local AWS has function URLs with AuthType NONE and InvokeMode BUFFERED: ${what} is not emulated`,
    );
  if (AuthType === "AWS_IAM") throw refuse(AuthType);
  if (InvokeMode === "RESPONSE_STREAM") throw refuse(InvokeMode);
}

/** @throws {AwsError} ResourceNotFoundException */
export function keptUrl(functions: Functions, place: { functionName: string; qualifier: string | undefined }): FunctionUrl {
  const found = functions.urls.find(place.functionName, place.qualifier);
  if (found) return found;
  throw new AwsError("ResourceNotFoundException", "The resource you requested does not exist.");
}

/** A URL as Lambda describes it. */
export function describeUrl(functions: Functions, url: FunctionUrl): FunctionUrlConfig & { Cors: Cors | undefined } {
  const { urlId, functionName, qualifier, cors, createdAt, modifiedAt } = url;
  return {
    FunctionUrl: `${functions.endpointUrl()}/_lambda-url/${urlId}/`,
    FunctionArn: functionArn(functions.place, functionName, qualifier),
    AuthType: "NONE",
    Cors: cors,
    CreationTime: new Date(createdAt).toISOString(),
    LastModifiedTime: new Date(modifiedAt).toISOString(),
    InvokeMode: "BUFFERED",
  };
}
