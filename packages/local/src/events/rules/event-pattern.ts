import { AwsError } from "../../endpoint/aws-error.ts";
import { type Condition, conditionOf } from "./pattern-condition.ts";

/** What an event must look like: every field of `fields`, and for each `$or` one of its alternatives. */
export interface EventPattern {
  fields: ReadonlyMap<string, EventPattern | readonly Condition[]>;
  alternatives: readonly (readonly EventPattern[])[];
}

/**
 * Reads an event pattern.
 * @throws {AwsError} InvalidEventPatternException
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function parsePattern(text: string): EventPattern {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid("it is not valid JSON");
  }
  if (!isObject(value)) throw invalid("Filter is not an object");
  if (Object.keys(value).length === 0) throw invalid("Empty patterns are not allowed");
  return patternOf(value);
}

/** True if the event, as targets are given it, is what the pattern describes. */
export function matches(pattern: EventPattern, event: unknown): boolean {
  // In a list of objects one of them must have it all.
  if (Array.isArray(event)) return event.some((each) => matches(pattern, each));
  const object = isObject(event) ? event : {};
  const fields = [...pattern.fields].every(([name, wanted]) => {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (!isConditions(wanted)) return matches(wanted, value);
    const values = leavesOf(value);
    return wanted.some((condition) => condition(values));
  });
  return fields && pattern.alternatives.every((several) => several.some((alternative) => matches(alternative, event)));
}

function patternOf(object: Record<string, unknown>): EventPattern {
  const fields = new Map<string, EventPattern | readonly Condition[]>();
  const alternatives: EventPattern[][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (name === "$or") alternatives.push(alternativesOf(value));
    else if (isObject(value)) fields.set(name, nested(name, value));
    else if (Array.isArray(value)) fields.set(name, conditionsOf(value));
    else throw invalid(`"${name}" must be an object or an array`);
  }
  return { fields, alternatives };
}

function nested(name: string, value: Record<string, unknown>): EventPattern {
  if (Object.keys(value).length === 0) throw invalid(`"${name}" must not be an empty object`);
  return patternOf(value);
}

function conditionsOf(values: readonly unknown[]): Condition[] {
  if (values.length === 0) throw invalid("Empty arrays are not allowed");
  return values.map((value) => conditionOf(value, invalid));
}

function alternativesOf(value: unknown): EventPattern[] {
  if (!Array.isArray(value) || value.length < 2 || !value.every(isObject))
    throw invalid('"$or" must be an array of at least two objects');
  return value.map((each) => nested("$or", each));
}

/** The values of a field: of a list each one, of an object none. */
function leavesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isObject(value) ? [] : [value];
}

function isConditions(wanted: EventPattern | readonly Condition[]): wanted is readonly Condition[] {
  return Array.isArray(wanted);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(reason: string): AwsError {
  return new AwsError("InvalidEventPatternException", `Event pattern is not valid. Reason: ${reason}`);
}
