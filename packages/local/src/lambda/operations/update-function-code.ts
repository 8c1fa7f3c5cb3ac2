import type { FunctionConfiguration, UpdateFunctionCodeRequest } from "@aws-sdk/client-lambda";
import { configurationOf } from "../function-definition.ts";
import type { Functions } from "../functions.ts";
import { checkRevision, describeVersion } from "./function-configuration.ts";

/** Gives `$LATEST` new code, and with `Publish` a version; `DryRun` only reads the zip file. */
export async function updateFunctionCode(
  functions: Functions,
  request: UpdateFunctionCodeRequest,
): Promise<FunctionConfiguration> {
  const { functionName } = functions.reference(request.FunctionName as string);
  checkRevision(functions.versions.resolve({ functionName, qualifier: undefined }), request.RevisionId);
  const upload = await functions.upload(functionName, request);
  const latest = functions.versions.resolve({ functionName, qualifier: undefined });
  if (request.DryRun)
    return describeVersion(functions, { ...latest, codeSha256: upload.sha256, codeSizeBytes: upload.sizeBytes });
  const updated = functions.store.write(() => {
    functions.versions.writeLatest(functionName, upload.codeVersion, upload, configurationOf(latest));
    return request.Publish
      ? functions.versions.publishLatest(functionName)
      : functions.versions.resolve({ functionName, qualifier: undefined });
  });
  functions.retireOthers(functionName);
  return describeVersion(functions, updated, request.Publish ? updated.version : undefined);
}
