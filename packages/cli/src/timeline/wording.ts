/** A step's result in one line: `{"groups":["Users"]}` reads `groups Users`. */
export function wording(result: unknown): string {
  if (result === null || result === undefined) return "";
  if (Array.isArray(result)) return result.map(wording).join(", ");
  if (typeof result !== "object") return String(result);
  return Object.entries(result)
    .map(([name, value]) => `${name} ${wording(value)}`.trimEnd())
    .join(", ");
}
