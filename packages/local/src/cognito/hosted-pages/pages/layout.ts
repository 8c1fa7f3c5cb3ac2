import { createHash } from "node:crypto";
import type { Callback } from "../oauth/authorize-request.ts";
import type { PageAnswer } from "../page-answer.ts";
import type { PageRequest } from "../page-request.ts";
import { Markup, markup } from "./markup.ts";

export interface Page {
  title: string;
  body: Markup;
  /** What went wrong, for the user to read. */
  alert?: string | undefined;
  /** What happened, for the user to read. */
  notice?: string | undefined;
  /** Where a form of the page may lead in the end. */
  callback?: Callback | undefined;
  /** Default 200; 400 with an alert. */
  status?: number;
  cookies?: string[];
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0; padding: 1rem; display: grid; justify-items: center }
main { width: min(100%, 24rem); margin-top: 8vh }
h1 { font-size: 1.5rem; margin: 0 0 1rem }
form, .providers { display: grid; gap: .75rem; margin: 0 0 1rem }
label { display: grid; gap: .25rem }
label.choice { display: flex; gap: .5rem; align-items: center }
input { font: inherit; padding: .5rem; border: 1px solid GrayText; border-radius: .25rem }
button, .providers a { font: inherit; padding: .6rem; border-radius: .25rem; border: 1px solid GrayText; text-align: center }
button { background: #0b57d0; color: #fff; border-color: #0b57d0; cursor: pointer }
button.quiet { background: transparent; color: inherit; border-color: GrayText }
:focus-visible { outline: 3px solid #f2a33a; outline-offset: 2px }
[role=alert], [role=status] { padding: .5rem .75rem; border-inline-start: 4px solid #c5221f; margin: 0 0 1rem }
[role=status] { border-color: #188038 }
code { overflow-wrap: anywhere }
`;

const styleHash = createHash("sha256").update(style).digest("base64");

/** A page of plain HTML: no script, nothing from elsewhere, never in a frame. */
export function htmlPage({ pool }: PageRequest, page: Page): PageAnswer {
  const { title, body, alert, notice, callback, cookies } = page;
  const html = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main aria-label="${pool.name}">
<h1>${title}</h1>
${alert === undefined ? undefined : markup`<p role="alert">${alert}</p>`}
${notice === undefined ? undefined : markup`<p role="status">${notice}</p>`}
${body}
</main>
</body>
</html>
`;
  return {
    status: page.status ?? (alert === undefined ? 200 : 400),
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policyFor(callback),
      "x-frame-options": "DENY",
      // With no referrer at all a browser would not say either which origin a form is from.
      "referrer-policy": "same-origin",
    },
    ...(cookies && { cookies }),
    body: html.text,
  };
}

/** A browser holds the addresses that a form is redirected to against `form-action` too. */
function policyFor(callback: Callback | undefined): string {
  const url = callback && URL.parse(callback.redirectUri);
  const target = url && (/^https?:$/.test(url.protocol) ? url.origin : url.protocol);
  return [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `form-action 'self'${target ? ` ${target}` : ""}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
