import { AwsError } from "../endpoint/aws-error.ts";

/** Cuts a list to a page, and says where the next one begins. */
export function page<T extends { arn: string }>(
  { Marker, Limit = 100 }: { Marker?: string | undefined; Limit?: number | undefined },
  list: (after: string, limit: number) => T[],
): { items: T[]; Truncated: boolean; NextMarker?: string } {
  const found = list(Marker === undefined ? "" : read(Marker), Limit + 1);
  if (found.length <= Limit) return { items: found, Truncated: false };
  const items = found.slice(0, Limit);
  return { items, Truncated: true, NextMarker: Buffer.from(items.at(-1)?.arn ?? "").toString("base64") };
}

function read(marker: string): string {
  const arn = Buffer.from(marker, "base64").toString("utf8");
  if (!arn.startsWith("arn:")) throw new AwsError("InvalidMarkerException", "Could not deserialize marker");
  return arn;
}
