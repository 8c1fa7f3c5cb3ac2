import { OnboardingError, StepError } from "./errors.ts";

/** A value that JSON keeps as it is. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined };

/**
 * `T` where JSON keeps it, `never` in every place where JSON would change it in silence: a Date becomes a string, a Map `{}`, a bigint
 * throws, a class instance loses its methods. `T extends JsonOf<T>` is therefore true only of plain JSON.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: a step without a result gives void.
export type JsonOf<T> = T extends string | number | boolean | null | undefined | void
  ? T
  : T extends bigint | symbol | ((...args: never[]) => unknown)
    ? never
    : T extends object
      ? { [K in keyof T]: JsonOf<T[K]> }
      : never;

/** The largest result of a step in bytes of JSON: the limit of a Lambda durable step. */
export const MAX_RESULT_BYTES = 256 * 1024;

/**
 * Says why `value` is not plain JSON, or gives undefined if it is.
 * @param path names the place within the value, for the answer
 */
export function notJson(value: unknown, path = "the value"): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== "object") return `${path} is a ${typeof value}`;
  if (Array.isArray(value)) return first(value.map((item, index) => () => notJson(item, `${path}[${index}]`)));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return `${path} is a ${prototype.constructor?.name ?? "class instance"}`;
  return first(
    Object.entries(value).map(
      ([name, item]) =>
        () =>
          item === undefined ? undefined : notJson(item, `${path}.${name}`),
    ),
  );
}

/** The result of the step called `step` as it may be stored, or a permanent `StepError` that says what JSON would lose. */
export function storableResult(step: string, result: unknown): Json | undefined {
  if (result === undefined) return undefined;
  const why = notJson(result, "the result");
  if (why) throw new StepError(`Cannot store the result of step '${step}' as it must be plain JSON: ${why}`, { happened: "yes" });
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > MAX_RESULT_BYTES)
    throw new StepError(
      `Cannot store the result of step '${step}' as it must have at most ${MAX_RESULT_BYTES} bytes of JSON: current value has ${bytes}`,
      { happened: "yes" },
    );
  return result as Json;
}

/** Checks a value of the definition, where a fault is the developer's and known before any user comes. */
export function assertJson(what: string, value: unknown): void {
  const why = notJson(value, what);
  if (why) throw new OnboardingError(`Cannot use ${what} as it must be plain JSON: ${why}`);
}

function first(checks: (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const found = check();
    if (found) return found;
  }
  return undefined;
}
