import type { ConfirmedUser } from "../onboarding/confirmed-user.ts";
import { StepError } from "../onboarding/errors.ts";
import type { Json } from "../onboarding/json.ts";
import type { Mail, MailAttachment } from "../onboarding/step.ts";
import { Html } from "./html.ts";
import { htmlToText } from "./html-to-text.ts";

/** A value, or how to make it for one user. */
export type ForUser<T> = T | ((user: ConfirmedUser) => T);

/** What stands in a mail: a template of the file itself, HTML that a renderer made, or a template that SES keeps. */
export type MailContent =
  | {
      subject: ForUser<string>;
      /** Made by the `html` tag, which escapes every value. */
      html: ForUser<Html>;
      /** Default: the text of the HTML. */
      text?: ForUser<string>;
      rendered?: never;
      template?: never;
      templateData?: never;
    }
  | {
      subject: ForUser<string>;
      /** Finished HTML from a renderer that escapes values itself: `(user) => render(Welcome({ name: user.name }))`. */
      rendered: (user: ConfirmedUser) => string | Promise<string>;
      text?: ForUser<string>;
      html?: never;
      template?: never;
      templateData?: never;
    }
  | {
      /** The name of a template that SES keeps. SES escapes no value, and sends nothing if one is missing. */
      template: string;
      templateData?: ForUser<Readonly<Record<string, Json>>>;
      subject?: never;
      html?: never;
      text?: never;
      rendered?: never;
    };

/**
 * Makes the mail for a user. A fault of a template happens before anything is sent, and happens again each time.
 * @throws {StepError} which says so.
 */
export async function makeMail(content: MailContent & MoreOfMail, user: ConfirmedUser): Promise<Mail> {
  try {
    const { attachments: files = [], unsubscribe } = content;
    const attachments = typeof files === "function" ? await files(user) : files;
    const headers = unsubscribe ? unsubscribeHeaders(unsubscribe(user)) : [];
    if (content.template !== undefined)
      return { template: content.template, data: of(content.templateData ?? {}, user), headers, attachments };
    const html = content.rendered ? new Html(await content.rendered(user)) : of(content.html, user);
    if (!(html instanceof Html)) throw new TypeError("'html' must be made by the html tag; HTML of a renderer is for 'rendered'");
    const text = content.text === undefined ? htmlToText(html) : of(content.text, user);
    // A line break would end the header.
    const subject = of(content.subject, user).replace(/\p{Cc}+/gu, " ");
    return { subject, html: html.toString(), text, headers, attachments };
  } catch (error) {
    throw new StepError(`Cannot render the mail: ${(error as Error).message}`, { cause: error });
  }
}

interface MoreOfMail {
  attachments?: Attachments;
  unsubscribe?: (user: ConfirmedUser) => string;
}

export type Attachments =
  | readonly MailAttachment[]
  | ((user: ConfirmedUser) => readonly MailAttachment[] | Promise<readonly MailAttachment[]>);

/** One request to the address ends the mails, without a question (RFC 8058). */
function unsubscribeHeaders(address: string): { name: string; value: string }[] {
  const { protocol, href } = new URL(address);
  if (protocol !== "https:") throw new TypeError("'unsubscribe' must give an HTTPS address");
  return [
    { name: "List-Unsubscribe", value: `<${href}>` },
    { name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click" },
  ];
}

function of<T extends string | Html | Readonly<Record<string, Json>>>(value: ForUser<T>, user: ConfirmedUser): T {
  return typeof value === "function" ? value(user) : value;
}
