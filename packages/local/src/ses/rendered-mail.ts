import type { Template } from "@aws-sdk/client-sesv2";
import { RenderingError, renderTemplate } from "./render-template.ts";
import type { Ses } from "./ses.ts";
import { type Submission, v2Errors } from "./submit.ts";
import { templateData } from "./template-data.ts";
import { templateNotFound, templateParts } from "./template-parts.ts";
import type { TemplateContent } from "./templates.ts";

type MailContent = Pick<Submission, "subject" | "text" | "html" | "renderingFailure">;

/**
 * The mail that a template of v2, stored or sent along, makes. One that cannot be rendered is no error, as SES renders after it has answered.
 * @throws {AwsError} NotFoundException, BadRequestException.
 */
export function renderedMail(ses: Ses, { TemplateName = "", TemplateContent, TemplateData }: Template): MailContent {
  const template = TemplateContent ? templateParts(TemplateContent) : ses.templates.get(TemplateName);
  if (!template) throw templateNotFound(TemplateName);
  return renderedOrFailed(TemplateName, template, templateData(TemplateData, v2Errors.invalid));
}

/** The parts of a mail out of a template, or why there are none. */
export function renderedOrFailed(templateName: string, template: TemplateContent, data: Record<string, unknown>): MailContent {
  try {
    return renderedParts(template, data);
  } catch (error) {
    if (!(error instanceof RenderingError)) throw error;
    return { subject: template.subject ?? "", renderingFailure: { templateName, errorMessage: error.message } };
  }
}

/** @throws {RenderingError} */
export function renderedParts({ subject = "", text, html }: TemplateContent, data: Record<string, unknown>): MailContent {
  return {
    subject: renderTemplate(subject, data),
    text: text === undefined ? undefined : renderTemplate(text, data),
    html: html === undefined ? undefined : renderTemplate(html, data),
  };
}
