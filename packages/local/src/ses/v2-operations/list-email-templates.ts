import type { ListEmailTemplatesRequest, ListEmailTemplatesResponse } from "@aws-sdk/client-sesv2";
import type { Ses } from "../ses.ts";

/** Up to 100 a page, in the order of names; the token is the last name of the page before. */
export function listEmailTemplates(ses: Ses, { NextToken, PageSize }: ListEmailTemplatesRequest): ListEmailTemplatesResponse {
  const limit = Math.min(Math.max(PageSize ?? 10, 1), 100);
  const found = ses.templates.list({ after: NextToken, limit: limit + 1 });
  const page = found.slice(0, limit);
  return {
    TemplatesMetadata: page.map(({ name, createdAt }) => ({ TemplateName: name, CreatedTimestamp: new Date(createdAt) })),
    ...(found.length > limit && { NextToken: page.at(-1)?.name }),
  };
}
