import { AwsError } from "../../endpoint/aws-error.ts";
import type { TriggerName } from "./invoke-trigger.ts";

/**
 * Reads what a function answered to a trigger: the event again, with a `response` object in it. Keys that it adds or leaves out
 * besides are no fault.
 * @throws UserLambdaValidationException with the error's message if the function threw, InvalidLambdaResponseException
 */
export function checkAnswer(
  trigger: TriggerName,
  result: { payload: string; functionError?: string | undefined },
): Record<string, unknown> {
  const answer = parse(result.payload);
  if (result.functionError) {
    const message = isObject(answer) ? answer.errorMessage : undefined;
    throw new AwsError("UserLambdaValidationException", `${trigger} failed with error ${message ?? result.functionError}.`);
  }
  if (answer === null || answer === undefined) throw invalid("Invalid lambda function output : Invalid JSON");
  if (!isObject(answer) || !isObject(answer.response)) throw invalid("Unrecognizable lambda output");
  if (answer.version !== undefined && answer.version !== "1") throw invalid("Invalid version. Version should be 1");
  return answer.response;
}

export function invalid(message: string): AwsError {
  return new AwsError("InvalidLambdaResponseException", message);
}

/** undefined for what is not JSON. */
function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
