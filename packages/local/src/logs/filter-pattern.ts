import { AwsError } from "../endpoint/aws-error.ts";
import { jsonOfLine } from "./json-of-line.ts";

/** True for the lines that a pattern takes. */
export type LineFilter = (text: string) => boolean;

/**
 * Reads a filter pattern: words and "quoted phrases" that must all occur, `-word` that must not, `?word ?other` of which one must, or one
 * condition on a line of JSON: `{ $.level = "error" }`, with `=`, `!=`, `<`, `<=`, `>`, `>=`. Case counts.
 * @throws InvalidParameterException
 */
export function readFilterPattern(pattern: string): LineFilter {
  const trimmed = pattern.trim();
  if (trimmed.startsWith("{")) return readCondition(trimmed);
  const terms = [...trimmed.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(([, sign, quoted, word]) => ({
    sign,
    text: quoted === undefined ? (word as string) : quoted.replace(/\\(.)/g, "$1"),
  }));
  if (terms.some(({ text }) => /^[[%]/.test(text))) throw invalid(pattern);
  const required = terms.filter(({ sign }) => sign === "");
  const excluded = terms.filter(({ sign }) => sign === "-");
  const optional = terms.filter(({ sign }) => sign === "?");
  return (line) =>
    required.every(({ text }) => line.includes(text)) &&
    !excluded.some(({ text }) => line.includes(text)) &&
    (optional.length === 0 || optional.some(({ text }) => line.includes(text)));
}

const condition = /^\{\s*\$((?:\.[\w-]+)+)\s*(=|!=|<=|>=|<|>)\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"}]+))\s*\}$/;

function readCondition(pattern: string): LineFilter {
  const match = condition.exec(pattern);
  if (!match) throw invalid(pattern);
  const [, path, operator, quoted, bare] = match as unknown as [string, string, string, string?, string?];
  const names = path.slice(1).split(".");
  const wanted = quoted === undefined ? (bare as string) : quoted.replace(/\\(.)/g, "$1");
  return (line) => {
    const value = valueAt(line, names);
    return value !== undefined && compares(value, operator, wanted);
  };
}

function valueAt(line: string, names: string[]): unknown {
  const json = jsonOfLine(line);
  if (json === undefined) return undefined;
  try {
    let value: unknown = JSON.parse(json);
    for (const name of names) value = Object.hasOwn(Object(value), name) ? (value as Record<string, unknown>)[name] : undefined;
    return value;
  } catch {
    return undefined;
  }
}

function compares(value: unknown, operator: string, wanted: string): boolean {
  const text = String(value);
  const pattern = new RegExp(`^${wanted.split("*").map(RegExp.escape).join(".*")}$`, "s");
  if (operator === "=") return pattern.test(text);
  if (operator === "!=") return !pattern.test(text);
  const [left, right] = [Number(value), Number(wanted)];
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function invalid(pattern: string): AwsError {
  return new AwsError("InvalidParameterException", `Invalid filter pattern: the local AWS cannot read ${pattern.slice(0, 200)}`);
}
