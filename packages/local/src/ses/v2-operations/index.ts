import { createEmailIdentity } from "./create-email-identity.ts";
import { deleteEmailIdentity } from "./delete-email-identity.ts";
import { getAccount } from "./get-account.ts";
import { getEmailIdentity } from "./get-email-identity.ts";
import { listEmailIdentities } from "./list-email-identities.ts";
import { sendEmail } from "./send-email.ts";

/** Wire name to operation. */
export const operations = {
  CreateEmailIdentity: createEmailIdentity,
  DeleteEmailIdentity: deleteEmailIdentity,
  GetAccount: getAccount,
  GetEmailIdentity: getEmailIdentity,
  ListEmailIdentities: listEmailIdentities,
  SendEmail: sendEmail,
};
