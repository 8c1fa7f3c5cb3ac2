import type { TestRenderEmailTemplateRequest, TestRenderEmailTemplateResponse } from "@aws-sdk/client-sesv2";
import { AwsError } from "../../endpoint/aws-error.ts";
import { RenderingError } from "../render-template.ts";
import { renderedParts } from "../rendered-mail.ts";
import type { Ses } from "../ses.ts";
import { v2Errors } from "../submit.ts";
import { templateData } from "../template-data.ts";
import { templateNotFound } from "../template-parts.ts";

/** Answers the MIME message that the template and the data make, each part in base64. */
export function testRenderEmailTemplate(
  ses: Ses,
  { TemplateName = "", TemplateData }: TestRenderEmailTemplateRequest,
): TestRenderEmailTemplateResponse {
  const template = ses.templates.get(TemplateName);
  if (!template) throw templateNotFound(TemplateName);
  try {
    return { RenderedTemplate: mimeOf(ses, renderedParts(template, templateData(TemplateData, v2Errors.invalid))) };
  } catch (error) {
    if (error instanceof RenderingError) throw new AwsError(v2Errors.invalid, error.message);
    throw error;
  }
}

function mimeOf(ses: Ses, { subject, text, html }: ReturnType<typeof renderedParts>): string {
  const boundary = "----=_Part_0";
  const part = (type: string, content: string | undefined) =>
    content === undefined
      ? []
      : [`--${boundary}`, `Content-Type: ${type}; charset=UTF-8`, "Content-Transfer-Encoding: base64", "", base64Lines(content)];
  return [
    `Date: ${new Date(ses.clock.now()).toUTCString()}`,
    `Subject: ${/^[\x20-\x7e]*$/.test(subject) ? subject : `=?UTF-8?B?${Buffer.from(subject).toString("base64")}?=`}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
    "",
    ...part("text/plain", text),
    ...part("text/html", html),
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

function base64Lines(text: string): string {
  return (
    Buffer.from(text)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\r\n");
}
