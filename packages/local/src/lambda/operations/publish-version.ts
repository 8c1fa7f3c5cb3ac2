import type { FunctionConfiguration, PublishVersionRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Functions } from "../functions.ts";
import { checkRevision, describeVersion } from "./function-configuration.ts";

/** Publishes `$LATEST`; if nothing has changed since the last version, that one is the answer. */
export function publishVersion(functions: Functions, request: PublishVersionRequest): FunctionConfiguration {
  const { functionName } = functions.reference(request.FunctionName as string);
  const latest = functions.versions.resolve({ functionName, qualifier: undefined });
  checkRevision(latest, request.RevisionId);
  if (request.CodeSha256 !== undefined && request.CodeSha256 !== latest.codeSha256) {
    throw new AwsError(
      "InvalidParameterValueException",
      `CodeSHA256 (${request.CodeSha256}) is different from current CodeSHA256 in $LATEST (${latest.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const published = functions.store.write(() => functions.versions.publishLatest(functionName, request.Description));
  return describeVersion(functions, published, published.version);
}
