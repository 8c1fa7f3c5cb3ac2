/** A step's result in one line: `{"groups":["Users"]}` reads `groups Users`. */
export function wording(result: unknown): string {
  if (result === null || result === undefined) return "";
  if (Array.isArray(result)) return result.map(wording).join(", ");
  if (typeof result !== "object") return shortened(String(result));
  return Object.entries(result)
    .map(([name, value]) => `${name} ${wording(value)}`.trimEnd())
    .join(", ");
}

/** How a step ended, where that needs a word: what is done needs none, unless nobody could tell whether it was and it was sent again. */
export function ending(state: string, unknowns = 0): string {
  if (state === "done") return unknowns > 0 ? "resent" : "";
  if (state === "unknown") return unknowns > 0 ? "unknown, assumed to have happened" : "unknown, to be sent again";
  return state.replace("-", " ");
}

function shortened(text: string): string {
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

// Characters. Whole ids are in the JSON; here they would push the picture together.
const longestValue = 18;
