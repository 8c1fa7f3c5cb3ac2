import type { UpdateEmailTemplateRequest, UpdateEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";
import { templateNotFound, templateParts } from "../template-parts.ts";

/** Replaces the content as a whole. */
export function updateEmailTemplate(
  ses: Ses,
  { TemplateName = "", TemplateContent }: UpdateEmailTemplateRequest,
): UpdateEmailTemplateResponse {
  if (!ses.templates.update(TemplateName, templateParts(TemplateContent))) throw templateNotFound(TemplateName);
  return {};
}
