import type { CreateEmailIdentityRequest, CreateEmailIdentityResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { checkAddress } from "../address.ts";
import type { Ses } from "../ses.ts";

/** Verifies at once: there is nobody to click the link and no DNS to look at. */
export function createEmailIdentity(ses: Ses, { EmailIdentity = "" }: CreateEmailIdentityRequest): CreateEmailIdentityResponse {
  const isAddress = EmailIdentity.includes("@");
  checkAddress(isAddress ? EmailIdentity : `any@${EmailIdentity}`, "BadRequestException");
  if (!ses.identities.create(EmailIdentity))
    throw new AwsError("AlreadyExistsException", `Email identity ${EmailIdentity} already exist.`);
  return {
    IdentityType: isAddress ? "EMAIL_ADDRESS" : "DOMAIN",
    VerifiedForSendingStatus: true,
    DkimAttributes: { SigningEnabled: false, Status: "NOT_STARTED" },
  };
}
