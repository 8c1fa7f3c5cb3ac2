import { invalidParameter } from "./errors.ts";

const most = 60;

/** Cuts a list to a page of `MaxResults`, and says where the next one begins. @throws InvalidParameterException */
export function page<T extends { id: string }>(
  { MaxResults = most, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
  list: (after: string, limit: number) => T[],
): { items: T[]; NextToken?: string } {
  const after = NextToken === undefined ? "" : Buffer.from(NextToken, "base64url").toString("utf8");
  if (NextToken !== undefined && Buffer.from(after).toString("base64url") !== NextToken) {
    throw invalidParameter("Invalid pagination token.");
  }
  const limit = Math.min(MaxResults, most);
  const found = list(after, limit + 1);
  const last = found[limit - 1];
  if (found.length <= limit || !last) return { items: found };
  return { items: found.slice(0, limit), NextToken: Buffer.from(last.id).toString("base64url") };
}
