/** A step's result in a few words: `{"groups":["Users"]}` reads `groups Users`. Long values are cut: the whole is in the details. */
export function wording(result: unknown): string {
  if (result === null || result === undefined) return "";
  if (Array.isArray(result)) return result.map(wording).join(", ");
  if (typeof result !== "object") return shortened(String(result));
  return Object.entries(result)
    .map(([name, value]) => `${name} ${wording(value)}`.trimEnd())
    .join(", ");
}

const longestValue = 18;

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}
