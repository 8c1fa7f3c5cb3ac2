import type { DeleteSuppressedDestinationRequest, DeleteSuppressedDestinationResponse } from "@aws-sdk/client-sesv2";
import { notSuppressed } from "../not-suppressed.ts";
import type { Ses } from "../ses.ts";

export function deleteSuppressedDestination(
  ses: Ses,
  { EmailAddress = "" }: DeleteSuppressedDestinationRequest,
): DeleteSuppressedDestinationResponse {
  if (!ses.suppressionList.delete(EmailAddress)) throw notSuppressed(EmailAddress);
  return {};
}
