import type { JournalData } from "../../journal/journal.ts";
import { jsonOfLine } from "../../logs/json-of-line.ts";

/** A step of a user's onboarding that a function told of. */
export interface StepLine {
  sub: string;
  data: JournalData["step"];
}

/**
 * Reads a log line that is, after Lambda's prefix if it has one, a JSON object with the strings `sub` and `step`.
 * @returns undefined for every other line.
 */
export function readStepLine(line: string): StepLine | undefined {
  const json = jsonOfLine(line);
  if (json === undefined || !json.includes('"step"')) return undefined;
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { sub, step, state, phase, attempt, durationMs, unknowns, result, error } = value;
  if (typeof sub !== "string" || typeof step !== "string") return undefined;
  return {
    sub,
    data: {
      step,
      state: typeof state === "string" ? state : "logged",
      ...(typeof phase === "string" && { phase }),
      ...(typeof attempt === "number" && { attempt }),
      ...(typeof durationMs === "number" && { durationMs }),
      ...(typeof unknowns === "number" && { unknowns }),
      ...(result !== undefined && { result }),
      ...(error !== undefined && { error: typeof error === "string" ? error : JSON.stringify(error) }),
    },
  };
}
