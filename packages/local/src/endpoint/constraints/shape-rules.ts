import type { ShapeConstraint } from "../../model/constraints.ts";
import { patternOf } from "./patterns.ts";

/** One thing that AWS asks of a value, and how it says so. */
export interface Rule {
  holds(value: unknown): boolean;
  text: string;
}

/** How a bound is meant: of the value itself, or of how long it is. */
const measures = {
  number: { measured: "value", of: (value: unknown) => value as number },
  string: { measured: "length", of: (value: unknown) => charactersOf(value as string) },
  blob: { measured: "length", of: (value: unknown) => (value as Uint8Array).byteLength },
  list: { measured: "length", of: (value: unknown) => (value as unknown[]).length },
  map: { measured: "length", of: (value: unknown) => Object.keys(value as object).length },
};

export type Measured = keyof typeof measures;

/** What a shape asks of a value, in the order in which AWS tells it. */
export function rulesOf({ min, max, pattern, enum: values }: ShapeConstraint, kind: Measured): Rule[] {
  const { measured, of } = measures[kind];
  const rules: Rule[] = [];
  if (max !== undefined)
    rules.push({ holds: (value) => of(value) <= max, text: `Member must have ${measured} less than or equal to ${max}` });
  if (min !== undefined)
    rules.push({ holds: (value) => of(value) >= min, text: `Member must have ${measured} greater than or equal to ${min}` });
  if (pattern !== undefined) {
    const matches = patternOf(pattern);
    // What is too long is refused for that; it costs no search.
    const holds = (value: unknown) => (max !== undefined && of(value) > max) || matches(value as string);
    rules.push({ holds, text: `Member must satisfy regular expression pattern: ${pattern}` });
  }
  if (values) {
    const known: ReadonlySet<unknown> = new Set(values);
    rules.push({ holds: (value) => known.has(value), text: `Member must satisfy enum value set: [${values.join(", ")}]` });
  }
  return rules;
}

const pair = /[\uD800-\uDBFF][\uDC00-\uDFFF]/;

/** AWS counts code points. */
function charactersOf(text: string): number {
  if (!pair.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}
