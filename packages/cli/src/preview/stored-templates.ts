import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "../errors.ts";
import { asDeveloper } from "../local-client.ts";
import type { RenderedMail } from "./preview-mails.ts";

/** A template as SES keeps it. */
interface TemplateContent {
  Subject?: string;
  Text?: string;
  Html?: string;
}

/** Where the preview finds templates of SES. */
export interface TemplateSources {
  /** A folder of `NAME.json` files, each the input of `aws sesv2 create-email-template`. */
  folder?: string | undefined;
  /** The local AWS that may run. */
  endpoint: string;
}

/** The mail with the parts that SES would make of its template; as it is where the template is nowhere to be found. @throws the template's fault */
export async function withTemplate(mail: RenderedMail, sources: TemplateSources): Promise<RenderedMail> {
  if (!("template" in mail)) return mail;
  const found = fromFolder(mail.template, sources) ?? (await fromLocalAws(mail.template, sources));
  if (!found) return mail;
  // Loaded where it is needed: it is most of what a start of the local AWS takes.
  const { renderSesTemplate } = await import("@foyer/local");
  const { Subject: subject = "", Text: text, Html: html } = found;
  const parts = renderSesTemplate({ subject, text, html }, mail.data as Record<string, unknown>);
  return { ...mail, subject: parts.subject, html: parts.html ?? "", text: parts.text ?? "" };
}

function fromFolder(name: string, { folder }: TemplateSources): TemplateContent | undefined {
  const file = folder === undefined ? undefined : join(folder, `${name}.json`);
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    const { TemplateContent } = JSON.parse(readFileSync(file, "utf8")) as { TemplateContent?: TemplateContent };
    if (TemplateContent) return TemplateContent;
  } catch {
    // It is said below, without the parser's words.
  }
  throw new CommandError(
    `Cannot use ${file} as it must be a JSON object with TemplateContent, as aws sesv2 create-email-template takes it`,
  );
}

async function fromLocalAws(name: string, { endpoint }: TemplateSources): Promise<TemplateContent | undefined> {
  try {
    const answer = await fetch(new URL(`/v2/email/templates/${encodeURIComponent(name)}`, endpoint), {
      headers: asDeveloper("ses"),
      signal: AbortSignal.timeout(1_000),
    });
    return answer.ok ? ((await answer.json()) as { TemplateContent?: TemplateContent }).TemplateContent : undefined;
  } catch {
    return undefined; // none runs
  }
}
