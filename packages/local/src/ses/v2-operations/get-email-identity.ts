import type { GetEmailIdentityRequest, GetEmailIdentityResponse } from "@aws-sdk/client-sesv2";
import { identityNotFound } from "../identity-not-found.ts";
import type { Ses } from "../ses.ts";

export function getEmailIdentity(ses: Ses, { EmailIdentity = "" }: GetEmailIdentityRequest): GetEmailIdentityResponse {
  const identity = ses.identities.get(EmailIdentity);
  if (!identity) throw identityNotFound(EmailIdentity);
  return {
    IdentityType: identity.type,
    FeedbackForwardingStatus: true,
    VerifiedForSendingStatus: true,
    VerificationStatus: "SUCCESS",
    DkimAttributes: { SigningEnabled: false, Status: "NOT_STARTED" },
    Policies: {},
    Tags: [],
  };
}
