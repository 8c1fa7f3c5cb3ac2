/** Tells whether a whole text is what a pattern asks for. */
export type Matches = (text: string) => boolean;

// What Java's \s is; JavaScript's has all of Unicode's spaces too.
const javaSpace = " \\t\\n\\v\\f\\r";

// A pattern of several parts takes a backtracking engine quadratic time; nothing that AWS accepts there is longer.
const maxLengthOfSeveralParts = 4096;

/**
 * Reads a pattern of an AWS model, which is Java's and stands for the whole text. Built at first use, as most patterns of a model
 * are never needed. Takes linear time for texts of any length.
 */
export function patternOf(source: string): Matches {
  let matches: Matches | undefined;
  return (text) => {
    matches ??= literalsAmong(source) ?? regularExpression(source);
    return matches(text);
  };
}

function regularExpression(source: string): Matches {
  const regexp = new RegExp(`^(?:${translated(source)})$`, source.startsWith("(?s)") ? "su" : "u");
  const isOneClass = /^\^?\[[^\]]*\][+*]\$?$|^\(\?s\)\.\*$/.test(source);
  return (text) => (isOneClass || text.length <= maxLengthOfSeveralParts) && regexp.test(text);
}

/** A message template, `[class]*\{####\}[class]*`: cubic by backtracking for a text of 20,000 characters, so read part by part. */
function literalsAmong(source: string): Matches | undefined {
  const [, any, inner] = /^(\[[^\]]+\]\*)(.+)\1$/.exec(source) ?? [];
  if (any === undefined || inner === undefined) return undefined;
  const literals = inner.split(any).map((literal) => literal.replaceAll("\\", ""));
  const all = new RegExp(`^${translated(any)}$`, "u");
  return (text) => {
    let from = 0;
    for (const literal of literals) {
      const at = text.indexOf(literal, from);
      if (at === -1) return false;
      from = at + literal.length;
    }
    return all.test(text);
  };
}

function translated(source: string): string {
  return source
    .replace(/^\(\?s\)/, "")
    .replaceAll("[\\S]", `[^${javaSpace}]`)
    .replaceAll("\\s", javaSpace);
}
