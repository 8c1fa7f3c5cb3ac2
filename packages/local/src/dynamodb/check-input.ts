import { AwsError } from "../endpoint/aws-error.ts";
import { type Checks, type DynaliteError, dynalite, type Input } from "./dynalite.ts";
import type { EngineStore } from "./engine-store.ts";
import { checksOf } from "./input-types.ts";

/** Checks a parsed request as AWS does. @returns its known members, expressions parsed. Throws what AWS answers. */
export function checkInput(operation: string, request: object, engine: EngineStore): Input {
  const checks = checksOf(operation);
  return unlessMalformed(() => {
    const input = dynalite().checkTypes(request, checks.types);
    dynalite().checkValidations(input, checks.types, checks.custom, engine);
    return input;
  });
}

/** Checks what of one operation is inside another: the expressions of a transaction's part. Parses them in place. */
export function checkPart({ custom }: Checks, part: Input, engine: EngineStore): void {
  unlessMalformed(() => dynalite().checkValidations(part, {}, custom, engine));
}

function unlessMalformed<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if ((error as DynaliteError).statusCode) throw error;
    // dynalite's checks trip over a null where a value must be.
    throw new AwsError("SerializationException", "The request body does not have the form that the operation takes");
  }
}
