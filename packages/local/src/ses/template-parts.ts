import type { EmailTemplateContent } from "@aws-sdk/client-sesv2";
import { AwsError } from "../endpoint/aws-error.ts";
import type { TemplateContent } from "./templates.ts";

/** The content of a template as v2 sends it. @throws {AwsError} BadRequestException for one that no mail can be made of. */
export function templateParts({ Subject, Text, Html }: EmailTemplateContent = {}): TemplateContent {
  if (!Subject) throw new AwsError("BadRequestException", "The template must have a subject.");
  if (!Text && !Html) throw new AwsError("BadRequestException", "The template must have a text part or an HTML part.");
  return { subject: Subject, text: Text, html: Html };
}

export function templateNotFound(name: string): AwsError {
  return new AwsError("NotFoundException", `Template ${name} does not exist.`);
}
