/**
 * True if a text is as a pattern says: `*` stands for any number of characters, `?` for one, and `${*}`, `${?}` and `${$}` for
 * themselves. Steps back to the last `*` only, so the time it takes is at most the product of both lengths.
 */
export function like(pattern: string, text: string): boolean {
  const plain = plainLength(pattern);
  if (plain === pattern.length) return pattern === text;
  if (!text.startsWith(pattern.slice(0, plain))) return false;
  let at = plain;
  let from = plain;
  let star = -1;
  let afterStar = 0;
  while (from < text.length) {
    const isLiteral = pattern[at] === "$" && pattern[at + 1] === "{";
    const symbol = isLiteral ? pattern[at + 2] : pattern[at];
    if (symbol === "*" && !isLiteral) {
      star = at++;
      afterStar = from;
    } else if (symbol === text[from] || (symbol === "?" && !isLiteral)) {
      at += isLiteral ? 4 : 1;
      from++;
    } else if (star !== -1) {
      at = star + 1;
      from = ++afterStar;
    } else {
      return false;
    }
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** How many characters of a pattern stand for themselves before the first that does not. */
function plainLength(pattern: string): number {
  const at = pattern.search(/[*?$]/);
  return at === -1 ? pattern.length : at;
}

/** A text as a pattern that only this text matches. */
export function literally(text: string): string {
  return text.replace(/[*?$]/g, (symbol) => `\${${symbol}}`);
}

/** The text of a pattern whose `*` and `?` are no wildcards, as StringEquals takes it. */
export function withoutEscapes(pattern: string): string {
  return pattern.replace(/\$\{([*?$])\}/g, "$1");
}
