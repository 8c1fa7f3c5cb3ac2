import type { InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { ExecutionEnd, Executions } from "../durable/executions.ts";
import type { AcceptedInvoke } from "../functions.ts";

// Lambda waits no longer than that for an answer.
const maxSynchronousSeconds = 900;

/**
 * Starts a durable execution, or finds the one of that name, and for RequestResponse waits for its end.
 * @throws {AwsError} DurableExecutionAlreadyStartedException, InvalidParameterValueException
 */
export async function invokeDurable(
  executions: Executions,
  { version, payload, sub }: AcceptedInvoke,
  type: string,
  name: string | undefined,
): Promise<InvocationResponse> {
  if (type === "RequestResponse" && (version.durable?.executionTimeoutSeconds ?? 0) > maxSynchronousSeconds) {
    throw new AwsError(
      "InvalidParameterValueException",
      "You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.",
    );
  }
  if (type === "DryRun") return { StatusCode: 204 };
  const { arn } = executions.start({ ...version, name, payload, sub });
  if (type === "Event") return { StatusCode: 202, DurableExecutionArn: arn };
  const end = await executions.ended(arn);
  return {
    StatusCode: 200,
    ExecutedVersion: version.version,
    DurableExecutionArn: arn,
    ...(end.status !== "SUCCEEDED" && { FunctionError: "Unhandled" }),
    Payload: new TextEncoder().encode(payloadOf(end)),
  };
}

function payloadOf({ status, result, error }: ExecutionEnd): string {
  if (status === "SUCCEEDED") return result ?? "null";
  const { ErrorType = `Execution.${status}`, ErrorMessage = "", ErrorData, StackTrace } = error ?? {};
  return JSON.stringify({ errorType: ErrorType, errorMessage: ErrorMessage, errorData: ErrorData, stackTrace: StackTrace });
}
