import type { CreateFunctionRequest, FunctionConfiguration } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionArn } from "../function-arn.ts";
import { checkFunctionName, configurationOf } from "../function-definition.ts";
import type { Functions } from "../functions.ts";
import { checkEmulated, configurationInputOf } from "./configuration-input.ts";
import { describeVersion } from "./function-configuration.ts";

/** Makes `$LATEST` of the code, and with `Publish` version 1. The function is active at once. */
export async function createFunction(functions: Functions, request: CreateFunctionRequest): Promise<FunctionConfiguration> {
  const { functionName } = functions.reference(request.FunctionName as string);
  checkFunctionName(functionName);
  checkEmulated(request);
  functions.destinations.check(request.DeadLetterConfig?.TargetArn || undefined);
  const configuration = configurationOf(configurationInputOf(request));
  checkIsNew(functions, functionName);
  const upload = await functions.upload(functionName, request.Code ?? {});
  // While the zip file was read another request may have been quicker.
  checkIsNew(functions, functionName);
  const created = functions.store.write(() => {
    functions.versions.writeLatest(functionName, upload.codeVersion, upload, configuration);
    functions.settings.putTags(functionName, request.Tags ?? {});
    return request.Publish
      ? functions.versions.publishLatest(functionName, request.Description)
      : functions.versions.resolve({ functionName, qualifier: "$LATEST" });
  });
  return describeVersion(functions, created, request.Publish ? created.version : undefined);
}

function checkIsNew({ versions, place }: Functions, functionName: string): void {
  if (!versions.get(functionName, "$LATEST")) return;
  throw new AwsError(
    "ResourceConflictException",
    `Function already exist: ${functionArn(place, functionName).split(":").at(-1)}`,
  );
}
