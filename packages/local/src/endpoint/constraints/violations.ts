import { AwsError } from "../aws-error.ts";

/** What each service calls a request that breaks its model. */
const errorNames: Record<string, string> = {
  "cognito-idp": "InvalidParameterException",
  events: "ValidationException",
  iam: "ValidationError",
  lambda: "ValidationException",
  ses: "ValidationError",
  sesv2: "BadRequestException",
  sts: "ValidationError",
};

// An answer stays small whatever is wrong with a large request: all faults are counted, so many are told.
const maxTold = 20;
const maxShownLength = 256;

/** What a value is called in a message; the value itself only when that is harmless. */
export type Shown = "Value" | "Value null" | `Value '${string}'`;

/** The faults found in one request, in the order of the model. */
export class Violations {
  #count = 0;
  readonly #told: string[] = [];

  /** @param path of the member as AWS writes it: `userAttributes.1.member.name`. */
  add(shown: () => Shown, path: string, constraint: string): void {
    this.#count++;
    if (this.#told.length < maxTold) this.#told.push(`${shown()} at '${path}' failed to satisfy constraint: ${constraint}`);
  }

  /** @throws {AwsError} InvalidParameterException, or what the service calls it, if there is any. */
  throwIfAny(service: string): void {
    if (this.#count === 0) return;
    const errors = this.#count === 1 ? "error" : "errors";
    const message = `${this.#count} validation ${errors} detected: ${this.#told.join("; ")}`;
    throw new AwsError(errorNames[service] ?? "ValidationException", message, { status: 400 });
  }
}

/** Names a value as Java prints it: `[a, b]`, `{key=value}`; a long one is cut. */
export function show(value: unknown): Shown {
  return `Value '${cut(print(value))}'`;
}

function print(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => print(item ?? null)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}=${print(item)}`);
  return `{${entries.join(", ")}}`;
}

function cut(text: string): string {
  // Not between the halves of a character beyond the first 65,536.
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength).replace(/[\uD800-\uDBFF]$/, "")}...`;
}
