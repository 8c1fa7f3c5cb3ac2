import type { DeleteEmailIdentityRequest, DeleteEmailIdentityResponse } from "@aws-sdk/client-sesv2";
import { identityNotFound } from "../identity-not-found.ts";
import type { Ses } from "../ses.ts";

export function deleteEmailIdentity(ses: Ses, { EmailIdentity = "" }: DeleteEmailIdentityRequest): DeleteEmailIdentityResponse {
  if (!ses.identities.delete(EmailIdentity)) throw identityNotFound(EmailIdentity);
  return {};
}
