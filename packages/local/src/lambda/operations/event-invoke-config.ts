import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { EventInvokeConfig, KeptEventInvokeConfig } from "../event-invoke-configs.ts";
import { functionArn } from "../function-arn.ts";
import type { Functions } from "../functions.ts";

/** What such a request is about. @throws {AwsError} ResourceNotFoundException if there is no such function, version or alias */
export function placeOf(
  functions: Functions,
  request: { FunctionName: string | undefined; Qualifier?: string | undefined },
): { functionName: string; qualifier: string } {
  const { functionName, qualifier = "$LATEST" } = functions.reference(request.FunctionName as string, request.Qualifier);
  functions.versions.resolve({ functionName, qualifier });
  return { functionName, qualifier };
}

/** What a request sets. @throws {AwsError} InvalidParameterValueException */
export function configurationOf(functions: Functions, request: PutFunctionEventInvokeConfigRequest): EventInvokeConfig {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: maxAgeSeconds, DestinationConfig: destinations } = request;
  checkRange("maximumRetryAttempts", retries, 0, 2);
  checkRange("maximumEventAgeInSeconds", maxAgeSeconds, 60, 21_600);
  const onSuccess = destinations?.OnSuccess?.Destination || undefined;
  const onFailure = destinations?.OnFailure?.Destination || undefined;
  for (const arn of [onSuccess, onFailure]) functions.destinations.check(arn);
  return { retries, maxAgeSeconds, onSuccess, onFailure };
}

/** @throws {AwsError} ResourceNotFoundException */
export function keptConfiguration(functions: Functions, functionName: string, qualifier: string): KeptEventInvokeConfig {
  const found = functions.eventInvokeConfigs.find(functionName, qualifier);
  if (found) return found;
  const arn = functionArn(functions.place, functionName, qualifier);
  throw new AwsError("ResourceNotFoundException", `The function ${arn} doesn't have an EventInvokeConfig`);
}

/** A configuration as Lambda describes it. */
export function describeConfiguration({ place }: Functions, config: KeptEventInvokeConfig): FunctionEventInvokeConfig {
  const { functionName, qualifier, retries, maxAgeSeconds, onSuccess, onFailure, modifiedAt } = config;
  return {
    LastModified: new Date(modifiedAt),
    FunctionArn: functionArn(place, functionName, qualifier),
    MaximumRetryAttempts: retries,
    MaximumEventAgeInSeconds: maxAgeSeconds,
    DestinationConfig: {
      OnSuccess: onSuccess === undefined ? {} : { Destination: onSuccess },
      OnFailure: onFailure === undefined ? {} : { Destination: onFailure },
    },
  };
}

function checkRange(name: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (value >= min && value <= max)) return;
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  throw new AwsError(
    "InvalidParameterValueException",
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
