import type { AliasConfiguration, CreateAliasRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionArn } from "../function-arn.ts";
import type { Functions } from "../functions.ts";
import { checkTarget, describeAlias } from "./alias-configuration.ts";

export function createAlias(functions: Functions, request: CreateAliasRequest): AliasConfiguration {
  const { functionName } = functions.reference(request.FunctionName as string);
  const name = request.Name as string;
  functions.versions.resolve({ functionName, qualifier: undefined });
  if (!/^(?!^\d+$)[a-zA-Z0-9-_]{1,128}$/.test(name)) {
    throw new AwsError(
      "InvalidParameterValueException",
      `1 validation error detected: Value '${name.slice(0, 128)}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)`,
    );
  }
  checkTarget(functions, functionName, request);
  if (functions.aliases.find(functionName, name)) {
    const arn = functionArn(functions.place, functionName, name);
    throw new AwsError("ResourceConflictException", `Alias already exists: ${arn}`);
  }
  functions.store.write(() =>
    functions.aliases.point(functionName, name, request.FunctionVersion as string, request.Description),
  );
  return describeAlias(functions, functions.aliases.get(functionName, name));
}
