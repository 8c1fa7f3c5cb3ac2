import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
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
    Description: "",
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
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupName(version.functionName) },
    ...(durable && {
      DurableConfig: { ExecutionTimeout: durable.executionTimeoutSeconds, RetentionPeriodInDays: durable.retentionDays },
    }),
  };
}
