/** The JSON that a line is or ends with; undefined if it has none. */
export function jsonOf(text: string): unknown {
  const start = text.indexOf("{");
  if (start === -1) return undefined;
  try {
    return JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
}

/** Those that hold every word of a filter, whatever its case. */
export function filtered<T extends { text: string; invocationId?: string | undefined }>(
  lines: readonly T[],
  filter: string,
): T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...lines];
  return lines.filter(({ text, invocationId = "" }) => {
    const all = `${text} ${invocationId}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
