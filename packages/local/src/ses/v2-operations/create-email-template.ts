import type { CreateEmailTemplateRequest, CreateEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Ses } from "../ses.ts";
import { templateParts } from "../template-parts.ts";

export function createEmailTemplate(
  ses: Ses,
  { TemplateName = "", TemplateContent }: CreateEmailTemplateRequest,
): CreateEmailTemplateResponse {
  if (!/^[\w-]{1,64}$/.test(TemplateName)) throw new AwsError("BadRequestException", "The template name is invalid.");
  if (!ses.templates.create(TemplateName, templateParts(TemplateContent)))
    throw new AwsError("AlreadyExistsException", `Template ${TemplateName} already exists.`);
  return {};
}
