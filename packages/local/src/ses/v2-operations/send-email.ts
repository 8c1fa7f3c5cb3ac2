import type {
  Attachment,
  Destination,
  EmailContent,
  MessageHeader,
  SendEmailRequest,
  SendEmailResponse,
} from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Call } from "../../endpoint/service.ts";
import { envelope } from "../envelope.ts";
import { parseRawMessage } from "../raw-message.ts";
import { renderedMail } from "../rendered-mail.ts";
import type { Ses } from "../ses.ts";
import { type Submission, submit, tagsOf, v2Errors } from "../submit.ts";

export async function sendEmail(ses: Ses, request: SendEmailRequest, call: Call): Promise<SendEmailResponse> {
  const { Content = {}, FromEmailAddress, Destination = {}, ReplyToAddresses, FeedbackForwardingEmailAddress } = request;
  const message = await messageOf(ses, Content, Destination);
  const MessageId = await submit(
    ses,
    {
      ...message,
      // What the request says wins over the headers of a raw message.
      from: FromEmailAddress || message.from,
      ...(ReplyToAddresses && { replyTo: ReplyToAddresses }),
      returnPath: FeedbackForwardingEmailAddress,
      configurationSet: request.ConfigurationSetName,
      tags: tagsOf(request.EmailTags),
    },
    call,
    v2Errors,
  );
  return { MessageId };
}

async function messageOf(ses: Ses, { Simple, Raw, Template }: EmailContent, destination: Destination): Promise<Submission> {
  const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = destination;
  if (Raw) {
    const message = await parseRawMessage(Raw.Data ?? new Uint8Array(), v2Errors.invalid);
    return { ...message, ...envelope(message, [...to, ...cc, ...bcc]), raw: Raw.Data };
  }
  const { Headers, Attachments } = Simple ?? Template ?? {};
  const around = { from: "", to, cc, bcc, headers: headersOf(Headers), attachments: attachmentsOf(Attachments) };
  if (Template) return { ...around, ...renderedMail(ses, Template) };
  if (!Simple) throw new AwsError(v2Errors.invalid, "Content must have one of simple, raw or template content");
  const { Subject, Body } = Simple;
  return { ...around, subject: Subject?.Data ?? "", text: Body?.Text?.Data, html: Body?.Html?.Data };
}

function headersOf(headers: MessageHeader[] | undefined): Submission["headers"] {
  return headers?.map(({ Name = "", Value = "" }) => ({ name: Name, value: Value }));
}

function attachmentsOf(attachments: Attachment[] | undefined): Submission["attachments"] {
  return attachments?.map(({ FileName = "", ContentType, RawContent, ContentId }) => ({
    name: FileName,
    type: ContentType ?? "application/octet-stream",
    content: RawContent ?? new Uint8Array(),
    contentId: ContentId,
  }));
}
