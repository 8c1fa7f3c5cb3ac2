import { getSendQuota } from "./get-send-quota.ts";
import { listIdentities } from "./list-identities.ts";
import { sendEmail } from "./send-email.ts";
import { sendRawEmail } from "./send-raw-email.ts";
import { sendTemplatedEmail } from "./send-templated-email.ts";
import { verifyEmailIdentity } from "./verify-email-identity.ts";

/** Wire name to operation. */
export const operations = {
  GetSendQuota: getSendQuota,
  ListIdentities: listIdentities,
  SendEmail: sendEmail,
  SendRawEmail: sendRawEmail,
  SendTemplatedEmail: sendTemplatedEmail,
  VerifyEmailIdentity: verifyEmailIdentity,
};
