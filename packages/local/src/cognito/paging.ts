import { invalidParameter } from "./errors.ts";

/** Cuts what was read with one item more than `limit` down to a page. @returns `next` only if there is more. */
export function page<Item>(found: Item[], limit: number, keyOf: (item: Item) => string): { items: Item[]; next?: string } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last ? { items, next: Buffer.from(`>${keyOf(last)}`).toString("base64url") } : { items };
}

/** The key that a page begins after, "" for the first. @throws InvalidParameterException for a token that no page gave. */
export function startOf(token: string | undefined): string {
  if (token === undefined) return "";
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith(">")) throw invalidParameter("Invalid pagination token.");
  return text.slice(1);
}
