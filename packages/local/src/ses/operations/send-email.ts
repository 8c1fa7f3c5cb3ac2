import type { SendEmailRequest, SendEmailResponse } from "@aws-sdk/client-ses";
import type { Call } from "../../endpoint/service.ts";
import type { Ses } from "../ses.ts";
import { submit, tagsOf, v1Errors } from "../submit.ts";

export async function sendEmail(ses: Ses, request: SendEmailRequest, call: Call): Promise<SendEmailResponse> {
  const { Source, Destination, Message, ReplyToAddresses, ReturnPath, Tags } = request;
  const MessageId = await submit(
    ses,
    {
      from: Source ?? "",
      to: Destination?.ToAddresses ?? [],
      cc: Destination?.CcAddresses,
      bcc: Destination?.BccAddresses,
      replyTo: ReplyToAddresses,
      returnPath: ReturnPath,
      subject: Message?.Subject?.Data ?? "",
      text: Message?.Body?.Text?.Data,
      html: Message?.Body?.Html?.Data,
      configurationSet: request.ConfigurationSetName,
      tags: tagsOf(Tags),
    },
    call,
    v1Errors,
  );
  return { MessageId };
}
