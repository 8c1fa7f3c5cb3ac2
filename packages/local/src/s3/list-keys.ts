/** Where keys come from, in S3's order: those from `from` on, or after it. */
export type KeysFrom<T> = (from: string, isAfter: boolean, limit: number) => Iterable<T>;

export interface Listing<T> {
  /** Objects, and prefixes that stand for all keys under them, in S3's order. */
  contents: T[];
  commonPrefixes: string[];
  /** The last key or prefix of a page that is not the last one; the next page starts after it. */
  next: string | undefined;
}

/**
 * One page of the keys under a prefix; those that hold the delimiter behind the prefix are rolled up. The keys under such a common prefix
 * are skipped, not read.
 * @param after the page starts after this key; where it is a common prefix of an earlier page, after all keys under it
 * @param limit of objects and common prefixes together
 * @param batch keys that are read at once
 */
export function listKeys<T extends { key: string }>(
  keysFrom: KeysFrom<T>,
  { prefix, delimiter, after, limit }: { prefix: string; delimiter: string; after: string; limit: number },
  batch = 500,
): Listing<T> {
  const page: Listing<T> = { contents: [], commonPrefixes: [], next: undefined };
  if (limit === 0) return page;
  let [from, isAfter] = compare(after, prefix) >= 0 ? [after, true] : [prefix, false];
  const passed = commonPrefixOf(after, prefix, delimiter);
  if (passed === after && after !== "") [from, isAfter] = pastAll(after);
  let last = "";
  let size = 0;
  for (;;) {
    let found = 0;
    let isSkipping = false;
    for (const one of keysFrom(from, isAfter, batch)) {
      found++;
      if (!one.key.startsWith(prefix)) return page;
      const common = commonPrefixOf(one.key, prefix, delimiter);
      if (size === limit) return { ...page, next: last };
      size++;
      if (common === undefined) {
        page.contents.push(one);
        last = one.key;
        [from, isAfter] = [one.key, true];
      } else {
        page.commonPrefixes.push(common);
        last = common;
        [from, isAfter] = pastAll(common);
        isSkipping = true;
        break;
      }
    }
    if (!isSkipping && found < batch) return page;
  }
}

/** What the keys that start as `key` does, up to the first delimiter behind the prefix, have in common. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "" || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at === -1 ? undefined : key.slice(0, at + delimiter.length);
}

/** Where the first key stands that does not start with `prefix` and comes after it. */
function pastAll(prefix: string): [from: string, isAfter: boolean] {
  const points = Array.from(prefix, (character) => character.codePointAt(0) as number);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === 0x10ffff) continue;
    // The code points of surrogates are no characters.
    points.push(last === 0xd7ff ? 0xe000 : last + 1);
    return [String.fromCodePoint(...points), false];
  }
  return [prefix, true];
}

/** By code points, which is the order of the UTF-8 bytes; JavaScript's own order is that of UTF-16. */
export function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
