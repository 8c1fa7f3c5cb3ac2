import type { EmailContent } from "@aws-sdk/client-sesv2";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { Mail } from "../onboarding/step.ts";
import { inAscii, type MailAddress } from "./mail-address.ts";
import { sesFailure } from "./ses-failure.ts";

/** Who a mail is from and for, and what SES is told about it. */
export interface Envelope {
  from: MailAddress;
  replyTo: MailAddress | undefined;
  to: string;
  tags: Readonly<Record<string, string>>;
  configurationSet: string | undefined;
}

const ses = once(async () => {
  const sdk = await import("../onboarding/sdk/sesv2.ts");
  // One `send()` with retries can submit a mail three times.
  return { sdk, client: new sdk.SESv2Client({ maxAttempts: 1, requestHandler: requestLimits }) };
});

/** Submits a mail to SES, once. @returns SES's id of it @throws {StepError} for a refusal that SES words less clearly */
export async function submitMail(mail: Mail, envelope: Envelope, signal: AbortSignal): Promise<{ messageId: string }> {
  const { from, replyTo, to, tags, configurationSet } = envelope;
  const { sdk, client } = await ses();
  const command = new sdk.SendEmailCommand({
    FromEmailAddress: from.header,
    Destination: { ToAddresses: [inAscii(to)] },
    ...(replyTo && { ReplyToAddresses: [replyTo.header] }),
    Content: contentOf(mail),
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    ...(configurationSet !== undefined && { ConfigurationSetName: configurationSet }),
  });
  try {
    const { MessageId } = await client.send(command, { abortSignal: signal });
    return { messageId: MessageId ?? "" };
  } catch (error) {
    throw sesFailure(error, from);
  }
}

function contentOf(mail: Mail): EmailContent {
  const more = {
    ...(mail.headers.length > 0 && { Headers: mail.headers.map(({ name, value }) => ({ Name: name, Value: value })) }),
    ...(mail.attachments.length > 0 && {
      Attachments: mail.attachments.map(({ fileName, contentType, content, contentId }) => ({
        FileName: fileName,
        ContentType: contentType,
        RawContent: typeof content === "string" ? Buffer.from(content) : content,
        ContentTransferEncoding: "BASE64" as const,
        ContentDisposition: contentId === undefined ? ("ATTACHMENT" as const) : ("INLINE" as const),
        ...(contentId !== undefined && { ContentId: contentId }),
      })),
    }),
  };
  if ("template" in mail) return { Template: { TemplateName: mail.template, TemplateData: JSON.stringify(mail.data), ...more } };
  const { subject, text, html } = mail;
  const inUtf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
  return { Simple: { Subject: inUtf8(subject), Body: { Text: inUtf8(text), Html: inUtf8(html) }, ...more } };
}
