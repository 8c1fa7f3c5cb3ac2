/**
 * Breaks a text into lines of a terminal, between words.
 * @param first what stands before it on the first line; styles in it have no width
 * @param indent the width of `first`, and of the space before each further line
 */
export function wrapped(first: string, indent: number, text: string, columns: number): string[] {
  const width = Math.max(columns - indent, 30);
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) as string;
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => (index === 0 ? first : " ".repeat(indent)) + line);
}
