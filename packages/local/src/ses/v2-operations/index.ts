import { createConfigurationSet } from "./create-configuration-set.ts";
import { createConfigurationSetEventDestination } from "./create-configuration-set-event-destination.ts";
import { createEmailIdentity } from "./create-email-identity.ts";
import { createEmailTemplate } from "./create-email-template.ts";
import { deleteConfigurationSet } from "./delete-configuration-set.ts";
import { deleteEmailIdentity } from "./delete-email-identity.ts";
import { deleteEmailTemplate } from "./delete-email-template.ts";
import { deleteSuppressedDestination } from "./delete-suppressed-destination.ts";
import { getAccount } from "./get-account.ts";
import { getConfigurationSet } from "./get-configuration-set.ts";
import { getEmailIdentity } from "./get-email-identity.ts";
import { getEmailTemplate } from "./get-email-template.ts";
import { getSuppressedDestination } from "./get-suppressed-destination.ts";
import { listEmailIdentities } from "./list-email-identities.ts";
import { listEmailTemplates } from "./list-email-templates.ts";
import { listSuppressedDestinations } from "./list-suppressed-destinations.ts";
import { putAccountSendingAttributes } from "./put-account-sending-attributes.ts";
import { putConfigurationSetSendingOptions } from "./put-configuration-set-sending-options.ts";
import { putSuppressedDestination } from "./put-suppressed-destination.ts";
import { sendEmail } from "./send-email.ts";
import { testRenderEmailTemplate } from "./test-render-email-template.ts";
import { updateEmailTemplate } from "./update-email-template.ts";

/** Wire name to operation. */
export const operations = {
  CreateConfigurationSet: createConfigurationSet,
  CreateConfigurationSetEventDestination: createConfigurationSetEventDestination,
  CreateEmailIdentity: createEmailIdentity,
  CreateEmailTemplate: createEmailTemplate,
  DeleteConfigurationSet: deleteConfigurationSet,
  DeleteEmailIdentity: deleteEmailIdentity,
  DeleteEmailTemplate: deleteEmailTemplate,
  DeleteSuppressedDestination: deleteSuppressedDestination,
  GetAccount: getAccount,
  GetConfigurationSet: getConfigurationSet,
  GetEmailIdentity: getEmailIdentity,
  GetEmailTemplate: getEmailTemplate,
  GetSuppressedDestination: getSuppressedDestination,
  ListEmailIdentities: listEmailIdentities,
  ListEmailTemplates: listEmailTemplates,
  ListSuppressedDestinations: listSuppressedDestinations,
  PutAccountSendingAttributes: putAccountSendingAttributes,
  PutConfigurationSetSendingOptions: putConfigurationSetSendingOptions,
  PutSuppressedDestination: putSuppressedDestination,
  SendEmail: sendEmail,
  TestRenderEmailTemplate: testRenderEmailTemplate,
  UpdateEmailTemplate: updateEmailTemplate,
};
