import { invalid } from "./errors.ts";

/** Where a page begins and how much it holds. */
export interface Page {
  after: number;
  limit: number;
}

const defaultItems = 100;
const maxItems = 1000;

/**
 * Reads `Marker` and `MaxItems` of a request: 100 items unless told, at most 1000.
 * @throws {AwsError} InvalidParameterValueException for a marker that no answer gave.
 */
export function pageOf({ Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined }): Page {
  if (Marker !== undefined && !/^\d{1,15}$/.test(Marker)) throw invalid("Invalid marker");
  return { after: Number(Marker ?? 0), limit: Math.min(MaxItems || defaultItems, maxItems) };
}

/** Cuts what was read with one item more than asked for; the marker is the offset of what follows. */
export function cutPage<T>(items: T[], { after, limit }: Page): { items: T[]; nextMarker: string | undefined } {
  const more = items.length > limit;
  return { items: more ? items.slice(0, limit) : items, nextMarker: more ? String(after + limit) : undefined };
}
