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
  const start = token === undefined ? 0 : ordered.findIndex(({ name }) => name === readToken(token)) + 1;
  const items = ordered.slice(start, start + limit);
  return { items, next: start + limit < ordered.length ? tokenOf(items.at(-1)?.name ?? "") : undefined };
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
