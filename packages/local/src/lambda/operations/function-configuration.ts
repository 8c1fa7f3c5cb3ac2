import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import { functionArn } from "../function-arn.ts";
import type { Functions, FunctionVersion } from "../functions.ts";
import { logGroupName } from "../host/instance-environment.ts";

/**
 * A version as Lambda describes it.
 * @param qualifier what the caller named it by; it ends the ARN.
 */
export function describeVersion(functions: Functions, version: FunctionVersion, qualifier?: string): FunctionConfiguration {
  const { environment, durable } = version;
  return {
    FunctionName: version.functionName,
    FunctionArn: functionArn(functions.place, version.functionName, qualifier),
    Runtime: version.runtime as FunctionConfiguration["Runtime"],
    Handler: version.handler,
    CodeSize: version.codeSizeBytes,
    Description: version.description ?? "",
    Timeout: version.timeoutSeconds,
    MemorySize: version.memoryMb,
    // Lambda's own form: 2026-11-21T08:00:00.000+0000
    LastModified: new Date(version.modifiedAt).toISOString().replace("Z", "+0000"),
    CodeSha256: version.codeSha256,
    Version: version.version,
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: environment } }),
    RevisionId: version.revisionId,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: ["x86_64"],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: "PassThrough" },
    ...(version.role && { Role: version.role }),
    ...(version.deadLetterArn && { DeadLetterConfig: { TargetArn: version.deadLetterArn } }),
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupName(version.functionName) },
    ...(durable && {
      DurableConfig: { ExecutionTimeout: durable.executionTimeoutSeconds, RetentionPeriodInDays: durable.retentionDays },
    }),
  };
}

/** @throws {AwsError} PreconditionFailedException if a caller knows an older state than what is there */
export function checkRevision(current: { revisionId: string }, revisionId: string | undefined): void {
  if (revisionId === undefined || revisionId === current.revisionId) return;
  throw new AwsError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
  );
}
