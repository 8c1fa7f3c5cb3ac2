import type { PutSuppressedDestinationRequest, PutSuppressedDestinationResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkAddress } from "../address.ts";
import type { Ses } from "../ses.ts";

export function putSuppressedDestination(
  ses: Ses,
  { EmailAddress = "", Reason }: PutSuppressedDestinationRequest,
): PutSuppressedDestinationResponse {
  checkAddress(EmailAddress, "BadRequestException");
  if (Reason !== "BOUNCE" && Reason !== "COMPLAINT")
    throw new AwsError("BadRequestException", "Reason must be one of BOUNCE, COMPLAINT");
  ses.suppressionList.put(EmailAddress, Reason);
  return {};
}
