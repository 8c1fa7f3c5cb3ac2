import type { SendTemplatedEmailRequest, SendTemplatedEmailResponse } from "@aws-sdk/client-ses";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Call } from "../../endpoint/service.ts";
import { renderedOrFailed } from "../rendered-mail.ts";
import type { Ses } from "../ses.ts";
import { submit, tagsOf, v1Errors } from "../submit.ts";
import { templateData } from "../template-data.ts";

/** Sends a template that v2 keeps: the two APIs share them. */
export async function sendTemplatedEmail(
  ses: Ses,
  request: SendTemplatedEmailRequest,
  call: Call,
): Promise<SendTemplatedEmailResponse> {
  const { Template = "", TemplateData, Destination } = request;
  const template = ses.templates.get(Template);
  if (!template) throw new AwsError("TemplateDoesNotExistException", `Template ${Template} does not exist.`);
  const MessageId = await submit(
    ses,
    {
      from: request.Source ?? "",
      to: Destination?.ToAddresses ?? [],
      cc: Destination?.CcAddresses,
      bcc: Destination?.BccAddresses,
      replyTo: request.ReplyToAddresses,
      returnPath: request.ReturnPath,
      ...renderedOrFailed(Template, template, templateData(TemplateData, v1Errors.invalid)),
      configurationSet: request.ConfigurationSetName,
      tags: tagsOf(request.Tags),
    },
    call,
    v1Errors,
  );
  return { MessageId };
}
