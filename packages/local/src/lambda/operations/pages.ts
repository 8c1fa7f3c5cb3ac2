import { AwsError } from "../../endpoint/aws-error.ts";

// Lambda returns at most 50 to a page, whatever is asked for.
const maxPage = 50;

/** A page of a list, from where the marker stands. @throws {AwsError} InvalidParameterValueException for a marker that no page gave */
export function pageOf<Item>(
  all: Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: Item[]; NextMarker: string | undefined } {
  const from = Marker === undefined ? 0 : Number(Marker);
  if (!Number.isSafeInteger(from) || from < 0) throw new AwsError("InvalidParameterValueException", "Invalid Marker");
  const to = from + Math.min(MaxItems ?? maxPage, maxPage);
  return { items: all.slice(from, to), NextMarker: to < all.length ? String(to) : undefined };
}
