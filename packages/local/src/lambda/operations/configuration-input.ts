import type { CreateFunctionRequest, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { ConfigurationInput } from "../function-definition.ts";

type Request = CreateFunctionRequest | UpdateFunctionConfigurationRequest;

/** What a request configures; members that it leaves out are those of `before`. */
export function configurationInputOf(request: Request, before: Partial<ConfigurationInput> = {}): ConfigurationInput {
  const { DurableConfig: durable, DeadLetterConfig: deadLetter } = request;
  return {
    handler: request.Handler ?? before.handler ?? "",
    runtime: request.Runtime ?? before.runtime,
    environment: request.Environment?.Variables ?? before.environment,
    timeoutSeconds: request.Timeout ?? before.timeoutSeconds,
    memoryMb: request.MemorySize ?? before.memoryMb,
    description: request.Description ?? before.description,
    role: request.Role ?? before.role,
    // An empty ARN takes the queue away.
    deadLetterArn: deadLetter ? deadLetter.TargetArn : before.deadLetterArn,
    durable: durable
      ? { executionTimeoutSeconds: durable.ExecutionTimeout ?? 86_400, retentionDays: durable.RetentionPeriodInDays ?? 14 }
      : before.durable,
  };
}

/** @throws {AwsError} InvalidParameterValueException for what a function could not run without and is not emulated */
export function checkEmulated(request: Request): void {
  const refused =
    "PackageType" in request && request.PackageType === "Image"
      ? "PackageType Image"
      : request.Layers?.length
        ? "Layers"
        : request.FileSystemConfigs?.length
          ? "FileSystemConfigs"
          : undefined;
  if (refused) {
    throw new AwsError(
      "InvalidParameterValueException",
      `The local AWS does not emulate ${refused}: put the code into the zip file`,
    );
  }
}
