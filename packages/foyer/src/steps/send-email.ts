import { arn } from "../onboarding/arn.ts";
import { once, requestLimits } from "../onboarding/aws-client.ts";
import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { OnboardingError, StepError, StepSkipped } from "../onboarding/errors.ts";
import type { IfUnknown, Step } from "../onboarding/step.ts";
import { Html } from "./html.ts";
import { htmlToText } from "./html-to-text.ts";

export interface SendEmailOptions {
  /** The sender as a mail shows it: `"Acme <hello@acme.com>"`. SES must know the address or its domain. */
  from: string;
  subject: string | ((user: ConfirmedUser) => string);
  html: Html | ((user: ConfirmedUser) => Html);
  /** Default: the text of the HTML. */
  text?: string | ((user: ConfirmedUser) => string);
  replyTo?: string;
  /**
   * The HTTPS address where one request ends these mails, for marketing: mail programs show a button for it (RFC 8058). Put a link into
   * the mail too.
   */
  unsubscribe?: (user: ConfirmedUser) => string;
  /**
   * SES has no memory: after a lost reply or a crash nobody can tell whether a mail went out. `resend`: perhaps twice. `assume-sent`:
   * perhaps never.
   */
  ifUnknown: IfUnknown;
}

const ses = once(async () => {
  const sdk = await import("@aws-sdk/client-sesv2");
  // One `send()` with retries can submit a mail three times.
  return { sdk, client: new sdk.SESv2Client({ maxAttempts: 1, requestHandler: requestLimits }) };
});

/** Sends a mail to the user's e-mail address through SES. A user without one is skipped. */
export function sendEmail(options: SendEmailOptions): Step<"unknown", void, void> {
  const { from, ifUnknown, replyTo } = options;
  const sender = addressOf(from);
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  return {
    replay: "unknown",
    ifUnknown,
    // SES checks the identity that it knows: the address itself or its domain.
    permissions: [
      {
        actions: ["ses:SendEmail"],
        resources: [arn("ses", `identity/${sender}`), arn("ses", `identity/${domain}`)],
        condition: { StringEquals: { "ses:FromAddress": sender } },
      },
    ],
    resources: { senders: [sender] },
    givesResult: false,
    logsResult: true,
    async run(user, _, { step, signal }) {
      if (!user.email) throw new StepSkipped("the user has no e-mail address");
      const mail = render(options, user);
      const { sdk, client } = await ses();
      const command = new sdk.SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [user.email] },
        ...(replyTo && { ReplyToAddresses: [replyTo] }),
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset: "UTF-8" },
            Body: { Text: { Data: mail.text, Charset: "UTF-8" }, Html: { Data: mail.html, Charset: "UTF-8" } },
            ...(mail.unsubscribe && {
              Headers: [
                { Name: "List-Unsubscribe", Value: `<${mail.unsubscribe}>` },
                { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
              ],
            }),
          },
        },
        EmailTags: [
          { Name: "step", Value: step },
          { Name: "sub", Value: user.sub },
        ],
      });
      const { MessageId } = await client.send(command, { abortSignal: signal });
      return { messageId: MessageId ?? "" };
    },
  };
}

/** A fault of a template happens before anything is sent, and happens again each time. */
function render(options: SendEmailOptions, user: ConfirmedUser) {
  try {
    const html = of(options.html, user);
    if (!(html instanceof Html)) throw new TypeError("'html' must be made by the html tag");
    const text = options.text === undefined ? htmlToText(html) : of(options.text, user);
    // A line break would end the header.
    const subject = of(options.subject, user).replace(/\p{Cc}+/gu, " ");
    return { subject, html: html.toString(), text, unsubscribe: options.unsubscribe?.(user) };
  } catch (error) {
    throw new StepError(`Cannot render the mail: ${(error as Error).message}`, { cause: error });
  }
}

function of<T extends string | Html>(value: T | ((user: ConfirmedUser) => T), user: ConfirmedUser): T {
  return typeof value === "function" ? value(user) : value;
}

/** `hello@acme.com` of `Acme <hello@acme.com>`. */
function addressOf(from: string): string {
  const address = /^[^<>]*<([^<>\s]+)>$/.exec(from)?.[1] ?? from;
  if (!/^[^\s@<>"*]+@[^\s@<>"*]+$/.test(address))
    throw new OnboardingError(`Cannot use sendEmail as 'from' must be like "Acme <hello@acme.com>": current value is '${from}'`);
  return address;
}
