import type { AccessRequest } from "./access-request.ts";
import { type Comparison, negations, ofPatterns, ofTexts } from "./comparisons.ts";
import { listOf, type Statement } from "./policy-document.ts";
import { resolve } from "./variables.ts";

/** A condition operator, taken apart: `ForAllValues:StringNotLikeIfExists`. */
interface Operator {
  /** Undefined: `Null`, which asks whether the key is there. */
  compare: Comparison | undefined;
  takesVariables: boolean;
  isNegated: boolean;
  ifExists: boolean;
  set: "forallvalues" | "foranyvalue" | undefined;
}

/** Those that policies have used, by their names in lower case. */
const operators = new Map<string, Operator>();

/** True if every operator holds for every one of its keys. */
export function conditionsHold(statement: Statement, version: string | undefined, request: AccessRequest): boolean {
  for (const [name, keys] of Object.entries(statement.Condition ?? {})) {
    const operator = operatorOf(name);
    if (operator === undefined) return false;
    for (const [key, values] of Object.entries(keys)) {
      const given = request.context.get(key.toLowerCase()) ?? [];
      if (!holds(operator, listOf(values).map(String), given, (text) => resolve(text, version, request))) return false;
    }
  }
  return true;
}

/** False for what is no operator of the language. */
export function isOperator(name: string): boolean {
  return operatorOf(name) !== undefined;
}

function operatorOf(anyCase: string): Operator | undefined {
  const name = anyCase.toLowerCase();
  const known = operators.get(name) ?? readOperator(name);
  if (known) operators.set(name, known);
  return known;
}

function readOperator(name: string): Operator | undefined {
  const [, set, base = "", suffix] = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(name) ?? [];
  const positive = negations.get(base) ?? base;
  const compare = ofPatterns.get(positive) ?? ofTexts.get(positive);
  if (compare === undefined && (positive !== "null" || suffix !== undefined)) return undefined;
  return {
    compare,
    takesVariables: ofPatterns.has(positive),
    isNegated: negations.has(base),
    ifExists: suffix !== undefined,
    set: set as Operator["set"],
  };
}

function holds(
  { compare, takesVariables, isNegated, ifExists, set }: Operator,
  wanted: readonly string[],
  given: readonly string[],
  resolved: (text: string) => string | undefined,
): boolean {
  const isMissing = given.length === 0;
  if (compare === undefined) return wanted.some((value) => value.toLowerCase() === String(isMissing));
  // AWS counts a set of nothing but empty strings as no set.
  if (set !== undefined && given.every((value) => value === "")) return set === "forallvalues";
  if (isMissing) return ifExists || isNegated;
  const patterns: readonly (string | undefined)[] = takesVariables ? wanted.map(resolved) : wanted;
  // What cannot be resolved matches nothing, and must not make its negation hold either.
  if (isNegated && patterns.includes(undefined)) return false;
  const matches = (value: string) => patterns.some((pattern) => pattern !== undefined && compare(pattern, value));
  const passes = (value: string) => matches(value) !== isNegated;
  return set === "foranyvalue" ? given.some(passes) : given.every(passes);
}
