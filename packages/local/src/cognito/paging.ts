import { createHash } from "node:crypto";
import { invalidParameter } from "./errors.ts";

/** What an operation that lists by pages knows of its list. */
export interface PagedList<Item> {
  /** The operation and what it lists from, such as `ListGroups us-east-1_a1B2c3D4e`: a token is good for this list alone. */
  list: string;
  /** What the page before gave; absent for the first page. */
  token: string | undefined;
  /** How many items a page may have; absent and 0 mean as many as possible. */
  limit: number | undefined;
  /** How many that is: 60 unless the operation gives fewer. */
  most?: number;
  /** The first `count` items whose keys come after `after`, in the order of their keys; every key comes after "". */
  read: (after: string, count: number) => Item[];
  keyOf: (item: Item) => string;
}

/** @returns a page, and the token of the next one if there is more. @throws InvalidParameterException for a foreign token. */
export function readPage<Item>(paged: PagedList<Item>): { items: Item[]; next: string | undefined } {
  const most = paged.most ?? 60;
  const limit = Math.min(paged.limit || most, most);
  // One item more than the page has tells whether there is another page.
  const found = paged.read(startOf(paged), limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? tokenOf(paged.list, paged.keyOf(last)) : undefined };
}

function startOf({ list, token }: Pick<PagedList<unknown>, "list" | "token">): string {
  if (token === undefined) return "";
  const key = Buffer.from(token, "base64url").subarray(digestBytes).toString("utf8");
  if (token !== tokenOf(list, key)) throw invalidParameter("Invalid pagination token.");
  return key;
}

const digestBytes = 12;

function tokenOf(list: string, key: string): string {
  const digest = createHash("sha256").update(`${list}\n${key}`).digest().subarray(0, digestBytes);
  return Buffer.concat([digest, Buffer.from(key)]).toString("base64url");
}
