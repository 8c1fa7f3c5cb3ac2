import type { VerifyEmailIdentityRequest, VerifyEmailIdentityResponse } from "@aws-sdk/client-ses";
import { checkAddress } from "../address.ts";
import type { Ses } from "../ses.ts";

/** Verifies at once: there is nobody to click the link. */
export function verifyEmailIdentity(ses: Ses, { EmailAddress = "" }: VerifyEmailIdentityRequest): VerifyEmailIdentityResponse {
  checkAddress(EmailAddress, "InvalidParameterValue");
  ses.identities.create(EmailAddress);
  return {};
}
