import { AwsError } from "../endpoint/aws-error.ts";

const defaultLimit = 50;

/** A page of what is sorted by name. @throws InvalidParameterException for a token that no page gave */
export function pageByName<Item extends { name: string }>(
  sorted: Item[],
  limit = defaultLimit,
  token?: string,
  descending = false,
): { items: Item[]; next: string | undefined } {
  const ordered = descending ? sorted.toReversed() : sorted;
  const last = token === undefined ? undefined : readToken(token);
  // Not by the item itself: it may be gone by now.
  const left = ordered.filter(({ name }) => last === undefined || (descending ? name < last : name > last));
  const items = left.slice(0, limit);
  return { items, next: left.length > limit ? tokenOf(items.at(-1)?.name ?? "") : undefined };
}

/** What a page ended with, as its token says it. */
export function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith(">")) throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  return text.slice(1);
}

export function tokenOf(last: string | number): string {
  return Buffer.from(`>${last}`).toString("base64url");
}
