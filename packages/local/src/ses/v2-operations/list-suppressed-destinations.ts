import type { ListSuppressedDestinationsRequest, ListSuppressedDestinationsResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";

/** Up to 1,000 a page, in the order of addresses; the token is the last address of the page before. */
export function listSuppressedDestinations(
  ses: Ses,
  { Reasons, StartDate, EndDate, NextToken, PageSize }: ListSuppressedDestinationsRequest,
): ListSuppressedDestinationsResponse {
  const limit = Math.min(Math.max(PageSize ?? 1000, 1), 1000);
  const found = ses.suppressionList
    .list({ after: NextToken, reasons: Reasons })
    .filter(({ at }) => at >= (StartDate?.getTime() ?? 0) && at <= (EndDate?.getTime() ?? Number.POSITIVE_INFINITY));
  const page = found.slice(0, limit);
  return {
    SuppressedDestinationSummaries: page.map(({ address, reason, at }) => ({
      EmailAddress: address,
      Reason: reason,
      LastUpdateTime: new Date(at),
    })),
    ...(found.length > limit && { NextToken: page.at(-1)?.address }),
  };
}
