import { AwsError } from "../endpoint/aws-error.ts";

/** Reads the values of placeholders, which come as JSON. @throws {AwsError} `invalid` if they are no JSON object */
export function templateData(json: string | undefined, invalid: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json || "{}");
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Answered below, as for JSON of another kind.
  }
  throw new AwsError(invalid, "Template rendering data is invalid");
}
