import type { InvocationResult } from "../functions.ts";
import type { ErrorObject } from "./operation.ts";

/** What an invocation of a durable function says about its execution; `broken`: nothing, it must be invoked again. */
export type InvocationOutcome =
  | { kind: "succeeded"; result: string | undefined }
  | { kind: "failed"; error: ErrorObject }
  | { kind: "pending" }
  | { kind: "broken"; error: ErrorObject };

/** Reads what the durable SDK answers: `{ Status, Result?, Error? }`; a function error means that the invocation, not the execution, failed. */
export function outcomeOf({ payload, functionError }: Pick<InvocationResult, "payload" | "functionError">): InvocationOutcome {
  const answer = parse(payload);
  if (functionError) return { kind: "broken", error: functionErrorOf(answer) };
  switch (answer.Status) {
    case "SUCCEEDED":
      return { kind: "succeeded", result: typeof answer.Result === "string" ? answer.Result : undefined };
    case "FAILED":
      return { kind: "failed", error: (answer.Error ?? {}) as ErrorObject };
    case "PENDING":
      return { kind: "pending" };
    default:
      // The handler is not wrapped by the durable SDK; another invocation would answer the same.
      return {
        kind: "failed",
        error: { ErrorType: "InvalidParameterValueException", ErrorMessage: "Invalid Status in invocation output." },
      };
  }
}

function functionErrorOf(answer: Record<string, unknown>): ErrorObject {
  const { errorType, errorMessage, trace, stackTrace } = answer;
  const lines = Array.isArray(trace) ? trace : stackTrace;
  return {
    ErrorType: typeof errorType === "string" ? errorType : "Unhandled",
    ErrorMessage: typeof errorMessage === "string" ? errorMessage : "",
    ...(Array.isArray(lines) && { StackTrace: lines.map(String) }),
  };
}

function parse(payload: string): Record<string, unknown> {
  try {
    const answer = JSON.parse(payload) as unknown;
    return typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
