import type { Html } from "./html.ts";

/** The plain text of a mail's HTML: paragraphs, list items and line breaks as lines, a link's address after its words. */
export function htmlToText(html: Html): string {
  return (
    html
      .toString()
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
      .replace(/\s+/g, " ")
      .replace(/<a\b[^>]*?\bhref\s*=\s*"([^"]*)"[^>]*>(.*?)<\/a\s*>/gi, (_, address: string, words: string) =>
        words.trim() === address ? address : `${words} (${address})`,
      )
      .replace(/<br\b[^>]*>/gi, "\n")
      .replace(/<li\b[^>]*>/gi, "\n- ")
      .replace(/<\/?(p|div|h[1-6]|ul|ol|table|blockquote|section|article)\b[^>]*>/gi, "\n\n")
      .replace(/<\/?tr\b[^>]*>/gi, "\n")
      .replace(/<[^>]*>/g, "")
      .replace(/&(#\d+|#x[\da-f]+|[a-z]+);/gi, decode)
      // Invisible characters in a row fill up the line that inboxes show beside the subject.
      .replace(/(?:[\u034f\u00ad\u200b-\u200f\ufeff][^\S\n]*){2,}/g, "")
      .replace(/[ \t]*\n[ \t]*/g, "\n")
      .replace(/\n{3,}/g, "\n\n")
      .trim()
  );
}

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  copy: "©",
};

function decode(whole: string, name: string): string {
  if (!name.startsWith("#")) return named[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
