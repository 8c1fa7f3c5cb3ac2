import type { Destination, EmailContent, SendEmailRequest, SendEmailResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Call } from "../../endpoint/service.ts";
import { envelope } from "../envelope.ts";
import { parseRawMessage } from "../raw-message.ts";
import type { Ses } from "../ses.ts";
import { type Submission, submit, tagsOf } from "../submit.ts";

const invalid = "BadRequestException";

export async function sendEmail(ses: Ses, request: SendEmailRequest, call: Call): Promise<SendEmailResponse> {
  const { Content = {}, FromEmailAddress, Destination = {}, ReplyToAddresses, FeedbackForwardingEmailAddress } = request;
  const message = await messageOf(Content, Destination);
  const MessageId = await submit(
    ses,
    {
      ...message,
      // What the request says wins over the headers of a raw message.
      from: FromEmailAddress || message.from,
      ...(ReplyToAddresses && { replyTo: ReplyToAddresses }),
      returnPath: FeedbackForwardingEmailAddress,
      tags: tagsOf(request.EmailTags),
    },
    call,
    invalid,
  );
  return { MessageId };
}

async function messageOf({ Simple, Raw, Template }: EmailContent, destination: Destination): Promise<Submission> {
  if (Template) throw new AwsError(invalid, "The local AWS does not emulate template content: send simple or raw content");
  const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = destination;
  if (Raw) {
    const message = await parseRawMessage(Raw.Data ?? new Uint8Array(), invalid);
    return { ...message, ...envelope(message, [...to, ...cc, ...bcc]), raw: Raw.Data };
  }
  if (!Simple) throw new AwsError(invalid, "Content must have one of simple, raw or template content");
  return {
    from: "",
    to,
    cc,
    bcc,
    subject: Simple.Subject?.Data ?? "",
    text: Simple.Body?.Text?.Data,
    html: Simple.Body?.Html?.Data,
    headers: Simple.Headers?.map(({ Name = "", Value = "" }) => ({ name: Name, value: Value })),
    attachments: Simple.Attachments?.map(({ FileName = "", ContentType, RawContent, ContentId }) => ({
      name: FileName,
      type: ContentType ?? "application/octet-stream",
      content: RawContent ?? new Uint8Array(),
      contentId: ContentId,
    })),
  };
}
