import type { DeleteEmailTemplateRequest, DeleteEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";
import { templateNotFound } from "../template-parts.ts";

export function deleteEmailTemplate(ses: Ses, { TemplateName = "" }: DeleteEmailTemplateRequest): DeleteEmailTemplateResponse {
  if (!ses.templates.delete(TemplateName)) throw templateNotFound(TemplateName);
  return {};
}
