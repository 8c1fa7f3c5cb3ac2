import { AwsError } from "../../endpoint/aws-error.ts";
import type { TriggerEvent } from "./event.ts";
import type { TriggerName } from "./invoke-trigger.ts";

/**
 * Reads what a function answered to a trigger: the event again, with a `response` object in it. Keys that it adds or leaves out
 * besides are no fault.
 * @throws UserLambdaValidationException with the error's message if the function threw, InvalidLambdaResponseException
 */
export function checkAnswer(
  trigger: TriggerName,
  version: TriggerEvent["version"],
  result: { payload: string; functionError?: string | undefined },
): Record<string, unknown> {
  const answer = parse(result.payload);
  if (result.functionError) {
    const message = isObject(answer) ? answer.errorMessage : undefined;
    throw new AwsError("UserLambdaValidationException", `${trigger} failed with error ${message ?? result.functionError}.`);
  }
  if (answer === null || answer === undefined) throw invalid("Invalid lambda function output : Invalid JSON");
  if (!isObject(answer) || !isObject(answer.response)) throw invalid("Unrecognizable lambda output");
  if (answer.version !== undefined && answer.version !== version) {
    throw invalid(`Invalid version. Version should be ${version}`);
  }
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

/** @throws InvalidLambdaResponseException for a value in an answer that is not of the form that the trigger asks for. */
export function check(holds: boolean): asserts holds {
  if (!holds) throw invalid("Unrecognizable lambda output");
}

export function isTextMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((one) => typeof one === "string");
}

export function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
