import { forgeryField, forgeryToken } from "../forgery.ts";
import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import type { PageRequest } from "../page-request.ts";
import { type Markup, markup } from "./markup.ts";

/** One input of a form. */
export interface Field {
  name: string;
  label: string;
  /** Default `text`. */
  type?: "text" | "email" | "tel" | "password";
  value?: string | undefined;
  /** What browsers and password managers fill in. */
  autocomplete: string;
  required?: boolean;
}

export function field({ name, label, type = "text", value, autocomplete, required = true }: Field): Markup {
  const given = value === undefined ? undefined : markup` value="${value}"`;
  const mode = autocomplete === "one-time-code" ? markup` inputmode="numeric"` : undefined;
  const needed = required ? markup` required` : undefined;
  return markup`<label>${label}<input name="${name}" type="${type}" autocomplete="${autocomplete}"${mode}${given}${needed}></label>
`;
}

export function hidden(name: string, value: string): Markup {
  return markup`<input type="hidden" name="${name}" value="${value}">`;
}

/** Where a page of the same sign-in is. */
export function pageUrl({ basePath }: PageRequest, path: string, { query }: Pick<AuthorizeRequest, "query">): string {
  return `${basePath}${path}?${query}`;
}

/** The forms of one page, which only this browser can send, and the cookie that they need. */
export function formsOf(request: PageRequest, asked: AuthorizeRequest) {
  const { token, cookies } = forgeryToken(request);
  /** @param path of the page that takes it, in the same sign-in */
  const form = (path: string, content: Markup) => markup`<form method="post" action="${pageUrl(request, path, asked)}">
${hidden(forgeryField, token)}${content}
</form>
`;
  return { form, cookies };
}
