import type { FunctionConfiguration, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import { configurationOf } from "../function-definition.ts";
import type { Functions } from "../functions.ts";
import { checkEmulated, configurationInputOf } from "./configuration-input.ts";
import { checkRevision, describeVersion } from "./function-configuration.ts";

/** Changes how `$LATEST` runs; what the request leaves out stays. */
export function updateFunctionConfiguration(
  functions: Functions,
  request: UpdateFunctionConfigurationRequest,
): FunctionConfiguration {
  const { functionName } = functions.reference(request.FunctionName as string);
  const latest = functions.versions.resolve({ functionName, qualifier: undefined });
  checkRevision(latest, request.RevisionId);
  checkEmulated(request);
  functions.destinations.check(request.DeadLetterConfig?.TargetArn || undefined);
  const configuration = configurationOf(configurationInputOf(request, latest));
  const code = { sha256: latest.codeSha256, sizeBytes: latest.codeSizeBytes };
  functions.store.write(() => functions.versions.writeLatest(functionName, latest.codeVersion, code, configuration));
  functions.retireOthers(functionName);
  return describeVersion(functions, functions.versions.resolve({ functionName, qualifier: undefined }));
}
