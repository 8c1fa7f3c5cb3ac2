import type { ListedMail } from "@foyer/local";

/** Which of how many it is, of what reached the same people more than once. */
export function copyWords({ number, of }: NonNullable<ListedMail["copy"]>): string {
  return `Duplicate, ${number} of ${of}`;
}

/** The id of the row in the user's timeline that tells of the step. */
export function timelineRowOf({ step, phase = "steps" }: NonNullable<ListedMail["sentBy"]>): string | undefined {
  return step === undefined ? undefined : `step-${phase}-${step}`;
}

/** A link in the HTML of a mail. */
export interface MailLink {
  href: string;
  text: string;
}

/** The links of a mail that lead to the web, each once: in the frame none of them works. */
export function linksOf(html: string): MailLink[] {
  const links = new Map<string, MailLink>();
  const anchors = html.matchAll(/<a\s(?:[^>]*?\s)?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))[^>]*>([\s\S]{0,2000}?)<\/a\b/gi);
  for (const [, double, single, bare, inside = ""] of anchors) {
    const href = decoded(double ?? single ?? bare ?? "").trim();
    if (!/^https?:\/\//i.test(href) || !URL.canParse(href) || links.has(href)) continue;
    const text = decoded(inside.replace(/<[^>]*>/g, " "))
      .replace(/\s+/g, " ")
      .trim();
    links.set(href, { href, text: text || href });
  }
  return [...links.values()];
}

/** Whether the HTML asks for pictures from elsewhere. */
export function asksForPictures(html: string): boolean {
  return (
    /<(?:img|image|input|source)\b[^>]*\s(?:src|srcset|href|xlink:href)\s*=\s*["']?\s*(?:https?:)?\/\//i.test(html) ||
    /\burl\(\s*["']?\s*(?:https?:)?\/\//i.test(html) ||
    /\sbackground\s*=\s*["']?\s*(?:https?:)?\/\//i.test(html)
  );
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", apos: "'" };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name.toLowerCase()] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** How large a file is: `340 B`, `1.2 kB`. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999_500) return `${Number((bytes / 1000).toFixed(1))} kB`;
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`;
}
