import { validation } from "./errors.ts";

/** Cuts a list to a page of `MaxItems`, 100 if it is not given, and says where the next one begins. */
export function page<T>(
  { Marker, MaxItems = 100 }: { Marker?: string | undefined; MaxItems?: number | undefined },
  list: (after: string, limit: number) => T[],
  keyOf: (item: T) => string,
): { items: T[]; IsTruncated: boolean; Marker?: string } {
  if (MaxItems < 1 || MaxItems > 1000) {
    const rule = MaxItems < 1 ? "greater than or equal to 1" : "less than or equal to 1000";
    throw validation(
      `1 validation error detected: Value '${MaxItems}' at 'maxItems' failed to satisfy constraint: Member must have value ${rule}`,
    );
  }
  const found = list(Marker === undefined ? "" : Buffer.from(Marker, "base64url").toString("utf8"), MaxItems + 1);
  if (found.length <= MaxItems) return { items: found, IsTruncated: false };
  const items = found.slice(0, MaxItems);
  return { items, IsTruncated: true, Marker: Buffer.from(keyOf(items.at(-1) as T)).toString("base64url") };
}

/** Those of a sorted list whose key comes after `after`. */
export function following<T>(items: readonly T[], keyOf: (item: T) => string): (after: string, limit: number) => T[] {
  return (after, limit) => items.filter((item) => keyOf(item) > after).slice(0, limit);
}
