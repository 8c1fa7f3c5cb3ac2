import type { AttributeSchema } from "../pools/attribute-schema.ts";

/** One record of a CSV file. */
export interface CsvRecord {
  fields: string[];
  /** Where the next one begins. */
  end: number;
}

/** The columns that the file for a pool must have: its attributes, and what Cognito itself asks of each user. */
export function csvHeaderOf(schema: AttributeSchema): string[] {
  // `identities` and `sub` are Cognito's to write.
  const names = [...schema.keys()].filter((name) => name !== "sub" && name !== "identities");
  return [...names, "cognito:mfa_enabled", "cognito:username"];
}

/**
 * The record that begins at `start`; undefined at the end of the file. A comma inside a value follows a backslash, or the value is in
 * double quotes, doubled where they are part of it.
 */
export function readRecord(csv: string, start: number): CsvRecord | undefined {
  if (start >= csv.length) return undefined;
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const field = csv[at] === '"' ? readQuoted(csv, at + 1) : readBare(csv, at);
    fields.push(field.value);
    at = field.end;
    if (csv[at] === ",") at++;
    else break;
  }
  if (csv[at] === "\r") at++;
  if (csv[at] === "\n") at++;
  return { fields, end: at };
}

function readBare(csv: string, start: number): { value: string; end: number } {
  let at = start;
  while (at < csv.length && csv[at] !== "," && !isLineEnd(csv[at])) at += csv[at] === "\\" && csv[at + 1] === "," ? 2 : 1;
  return { value: csv.slice(start, at).replaceAll("\\,", ",").trim(), end: at };
}

function readQuoted(csv: string, start: number): { value: string; end: number } {
  let close = csv.indexOf('"', start);
  while (close >= 0 && csv[close + 1] === '"') close = csv.indexOf('"', close + 2);
  if (close < 0) close = csv.length;
  // What stands between the closing quote and the comma is dropped.
  let at = close + 1;
  while (at < csv.length && csv[at] !== "," && !isLineEnd(csv[at])) at++;
  return { value: csv.slice(start, close).replaceAll('""', '"'), end: at };
}

function isLineEnd(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}
