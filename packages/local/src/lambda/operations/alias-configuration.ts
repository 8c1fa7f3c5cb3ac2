import type { AliasConfiguration, CreateAliasRequest, UpdateAliasRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Alias } from "../aliases.ts";
import { functionArn } from "../function-arn.ts";
import type { Functions } from "../functions.ts";

/** An alias as Lambda describes it. */
export function describeAlias({ place }: Functions, alias: Alias): AliasConfiguration {
  return {
    AliasArn: functionArn(place, alias.functionName, alias.name),
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RevisionId: alias.revisionId,
  };
}

/** @throws {AwsError} ResourceNotFoundException for a version that is not there, InvalidParameterValueException for weights */
export function checkTarget(functions: Functions, functionName: string, request: CreateAliasRequest | UpdateAliasRequest): void {
  if (Object.keys(request.RoutingConfig?.AdditionalVersionWeights ?? {}).length > 0) {
    throw new AwsError(
      "InvalidParameterValueException",
      "The local AWS does not emulate an alias that shares its calls between versions",
    );
  }
  const { FunctionVersion: qualifier } = request;
  if (qualifier !== undefined) functions.versions.resolve({ functionName, qualifier });
}
