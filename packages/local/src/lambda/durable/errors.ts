import { AwsError } from "../../endpoint/aws-error.ts";

/** Lambda's answer to nearly everything that is wrong with a checkpoint: InvalidParameterValueException. */
export function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

/** The fence: the token was consumed, belongs to an earlier invocation, or the execution is over. */
export function staleToken(): AwsError {
  return invalid("Invalid checkpoint token");
}

export function executionNotFound(executionArn: string): AwsError {
  return new AwsError("ResourceNotFoundException", `Durable execution not found: ${executionArn.slice(0, 1024)}`);
}

export function alreadyStarted(name: string): AwsError {
  return new AwsError(
    "DurableExecutionAlreadyStartedException",
    `A durable execution with the name '${name}' has already been started with a different payload`,
  );
}

/** A callback that was answered, cancelled or timed out before, or never existed. */
export function callbackClosed(): AwsError {
  return new AwsError("CallbackTimeoutException", "The callback has already completed, timed out or does not exist");
}
