import type { GetSuppressedDestinationRequest, GetSuppressedDestinationResponse } from "@aws-sdk/client-sesv2";
import { notSuppressed } from "../not-suppressed.ts";
import type { Ses } from "../ses.ts";

export function getSuppressedDestination(
  ses: Ses,
  { EmailAddress = "" }: GetSuppressedDestinationRequest,
): GetSuppressedDestinationResponse {
  const suppressed = ses.suppressionList.get(EmailAddress);
  if (!suppressed) throw notSuppressed(EmailAddress);
  const { address, reason, at } = suppressed;
  return { SuppressedDestination: { EmailAddress: address, Reason: reason, LastUpdateTime: new Date(at) } };
}
