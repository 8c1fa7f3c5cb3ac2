/**
 * The text of the JSON object that a line of a log holds: the whole line, or what stands after the prefix of time, request id and level that
 * Lambda writes before what `console.log` is given.
 * @returns undefined for a line of anything else.
 */
export function jsonOfLine(line: string): string | undefined {
  return line.startsWith("{") ? line : /^[^\t]+Z\t[^\t]*\t[A-Z]+\t(\{.*)$/s.exec(line)?.[1];
}
