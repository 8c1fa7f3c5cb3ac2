import type { MailStep, RenderedMail } from "./preview-mails.ts";
import type { SampleUser } from "./sample-users.ts";
import { type TemplateSources, withTemplate } from "./stored-templates.ts";

/** What the page shows of a mail; its HTML is a document of its own. */
export type ShownMail =
  | { failure: string }
  | {
      from: string;
      to: string;
      headers: readonly { name: string; value: string }[];
      attachments: { name: string; type: string; bytes: number }[];
      subject?: string;
      text?: string;
      template?: string;
      data?: string;
    };

/** Renders a mail for the page. A fault of its template is what the page shows then. */
export async function shownMail({ render }: MailStep, user: SampleUser, templates: TemplateSources): Promise<ShownMail> {
  try {
    const mail = await withTemplate(await render(user), templates);
    const { from, headers } = mail;
    const attachments = mail.attachments.map(({ fileName, contentType, content }) => ({
      name: fileName,
      type: contentType,
      bytes: Buffer.byteLength(content),
    }));
    const shown = { from, to: user.attributes.email ?? "", headers, attachments };
    return "template" in mail
      ? {
          ...shown,
          template: mail.template,
          data: JSON.stringify(mail.data, null, 2),
          ...(mail.subject !== undefined && { subject: mail.subject, text: mail.text ?? "" }),
        }
      : { ...shown, subject: mail.subject, text: mail.text };
  } catch (error) {
    return { failure: (error as Error).message };
  }
}

/** The mail's HTML as a document that needs no network: its inline images stand in it. */
export function documentOf(mail: RenderedMail): string {
  return mail.attachments.reduce(
    (html, { contentId, contentType, content }) =>
      contentId === undefined
        ? html
        : html.replaceAll(`cid:${contentId}`, `data:${contentType};base64,${Buffer.from(content).toString("base64")}`),
    mail.html ?? "",
  );
}
