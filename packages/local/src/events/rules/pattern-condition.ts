import { BlockList, isIP } from "node:net";

/** True if one of a field's values is what is asked for; a field that is not there has none. */
export type Condition = (values: readonly unknown[]) => boolean;

type Test = (value: unknown) => boolean;
type Invalid = (reason: string) => Error;

/** Reads one member of a pattern's list: a value, or one comparison such as `{ "prefix": "a" }`. */
export function conditionOf(wanted: unknown, invalid: Invalid): Condition {
  if (!isObject(wanted)) {
    if (Array.isArray(wanted)) throw invalid("Lists within lists are not allowed");
    return some((value) => value === wanted);
  }
  const [operator = "", operand] = onlyEntry(wanted, invalid);
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw invalid("exists match pattern must be either true or false.");
    return (values) => values.length > 0 === operand;
  }
  return some(testOf(operator, operand, invalid));
}

function some(test: Test): Condition {
  return (values) => values.some(test);
}

function testOf(operator: string, operand: unknown, invalid: Invalid): Test {
  switch (operator) {
    case "prefix":
    case "suffix":
    case "equals-ignore-case":
    case "wildcard":
      return textTest(operator, operand, invalid);
    case "numeric":
      return numericTest(operand, invalid);
    case "cidr":
      return cidrTest(operand, invalid);
    case "anything-but":
      return anythingBut(operand, invalid);
    default:
      throw invalid(`Unrecognized match type ${operator}`);
  }
}

type TextOperator = "prefix" | "suffix" | "equals-ignore-case" | "wildcard";

function textTest(operator: TextOperator, operand: unknown, invalid: Invalid): Test {
  if ((operator === "prefix" || operator === "suffix") && isObject(operand)) {
    const [name, text] = onlyEntry(operand, invalid);
    if (name !== "equals-ignore-case" || typeof text !== "string")
      throw invalid(`${operator} match pattern must be a string or { "equals-ignore-case": string }`);
    return ofText((value) => compare(operator, value.toLowerCase(), text.toLowerCase()));
  }
  if (typeof operand !== "string") throw invalid(`${operator} match pattern must be a string`);
  if (operator === "wildcard") {
    const pattern = wildcardOf(operand, invalid);
    return ofText((value) => pattern.test(value));
  }
  return ofText((value) => compare(operator, value, operand));
}

function compare(operator: Exclude<TextOperator, "wildcard">, value: string, text: string): boolean {
  if (operator === "prefix") return value.startsWith(text);
  if (operator === "suffix") return value.endsWith(text);
  return value.toLowerCase() === text.toLowerCase();
}

function ofText(test: (value: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

/** `*` stands for any text, `\*` for a star. */
function wildcardOf(text: string, invalid: Invalid): RegExp {
  if (text.includes("**")) throw invalid("Consecutive wildcard characters");
  if (/\\(?![*\\])/.test(text.replaceAll("\\\\", ""))) throw invalid("Invalid escape character");
  const source = text.replace(/\\[*\\]|[*]|[.+?^${}()|[\]\\]/g, (found) => {
    if (found === "*") return ".*";
    return found.length === 2 ? found : `\\${found}`;
  });
  return new RegExp(`^${source}$`, "s");
}

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

// EventBridge compares numbers between -5e9 and 5e9, with six digits after the point.
const largest = 5_000_000_000;

function numericTest(operand: unknown, invalid: Invalid): Test {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw invalid("Value of numeric must be an array of one or two comparisons.");
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < operand.length; index += 2) {
    const [operator, bound] = [operand[index], operand[index + 1]];
    const test = typeof operator === "string" && Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
    if (!test) throw invalid(`Unrecognized numeric range operator: ${operator}`);
    if (typeof bound !== "number" || Math.abs(bound) > largest)
      throw invalid("Value of a numeric comparison must be a number between -5e9 and 5e9");
    tests.push((value) => test(value, bound));
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function cidrTest(operand: unknown, invalid: Invalid): Test {
  const [, address = "", bits] = (typeof operand === "string" && /^([^/]+)(?:\/(\d{1,3}))?$/.exec(operand)) || [];
  const version = isIP(address);
  const longest = version === 4 ? 32 : 128;
  const length = bits === undefined ? longest : Number(bits);
  if (version === 0 || length > longest) throw invalid("Malformed CIDR, one '/' required");
  const block = new BlockList();
  block.addSubnet(address, length, `ipv${version as 4 | 6}`);
  return ofText((value) => isIP(value) === version && block.check(value, `ipv${version as 4 | 6}`));
}

function anythingBut(operand: unknown, invalid: Invalid): Test {
  const tests = isObject(operand) ? excluded(operand, invalid) : listOf(operand).map((each) => valueTest(each, invalid));
  if (tests.length === 0) throw invalid("Empty arrays are not allowed");
  return (value) => !tests.some((test) => test(value));
}

/** `{ "prefix": "a" }` or `{ "prefix": ["a", "b"] }`. */
function excluded(operand: Record<string, unknown>, invalid: Invalid): Test[] {
  const [operator = "", texts] = onlyEntry(operand, invalid);
  if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator))
    throw invalid(`Unsupported anything-but pattern: ${operator}`);
  return listOf(texts).map((text) => textTest(operator as TextOperator, text, invalid));
}

function valueTest(wanted: unknown, invalid: Invalid): Test {
  if (typeof wanted !== "string" && typeof wanted !== "number")
    throw invalid("Inside anything but list, start|null|boolean is not supported.");
  return (value) => value === wanted;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function onlyEntry(object: Record<string, unknown>, invalid: Invalid): [string | undefined, unknown] {
  const entries = Object.entries(object);
  if (entries.length !== 1) throw invalid("Only one key allowed in match expression");
  return entries[0] as [string, unknown];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
