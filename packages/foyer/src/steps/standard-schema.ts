import { StepError, StepSkipped } from "../onboarding/errors.ts";

/**
 * A schema of zod, valibot, arktype or any other library that keeps to Standard Schema: the part of that interface which a check needs.
 */
export interface StandardSchema<Output> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path?: readonly PathSegment[] | undefined }[] };

type PathSegment = PropertyKey | { readonly key: PropertyKey };

/** How an answer is checked: by a schema, or by a function that gives the checked value or throws. */
export type Check<Output = unknown> = StandardSchema<Output> | ((value: unknown) => Output | Promise<Output>);

/** What a check gives. A schema of arktype, which is a function too, counts as a schema. */
export type CheckedBy<C extends Check> =
  C extends StandardSchema<infer Output> ? Output : C extends (value: unknown) => infer Output ? Awaited<Output> : never;

/**
 * The value as the check gives it. What a check says is not repeated, as it may quote the value, which is somebody's data.
 * @param what names it for errors: `the answer`
 * @throws StepError, permanent, naming the places that do not fit
 */
export async function checked<const C extends Check>(check: C, value: unknown, what: string): Promise<CheckedBy<C>> {
  const result = await resultOf(check, value, what);
  if (!result.issues) return result.value as CheckedBy<C>;
  const places = [...new Set(result.issues.map(({ path = [] }) => path.map(nameOf).join(".") || "its top"))];
  throw new StepError(`Cannot use ${what} as it must fit its schema: it does not at ${places.slice(0, 5).join(", ")}`, {
    happened: "yes",
  });
}

/** A transformation within a schema may throw as well as a function may. */
async function resultOf(check: Check, value: unknown, what: string): Promise<SchemaResult<unknown>> {
  try {
    return "~standard" in check ? await check["~standard"].validate(value) : { value: await check(value) };
  } catch (error) {
    if (error instanceof StepError || error instanceof StepSkipped) throw error;
    throw new StepError(`Cannot use ${what} as its check must accept it: it threw ${(error as Error)?.name ?? "something"}`, {
      happened: "yes",
      cause: error,
    });
  }
}

function nameOf(segment: PathSegment): string {
  return String(typeof segment === "object" ? segment.key : segment);
}
