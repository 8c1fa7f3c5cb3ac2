import type { GetEmailTemplateRequest, GetEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";
import { templateNotFound } from "../template-parts.ts";

export function getEmailTemplate(ses: Ses, { TemplateName = "" }: GetEmailTemplateRequest): GetEmailTemplateResponse {
  const template = ses.templates.get(TemplateName);
  if (!template) throw templateNotFound(TemplateName);
  const { name, subject, text, html } = template;
  return { TemplateName: name, TemplateContent: { Subject: subject, Text: text, Html: html } };
}
