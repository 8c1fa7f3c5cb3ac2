import type { Mail } from "../ses/inbox.ts";

/** How a mail is looked at. */
export interface MailView {
  /** As in the dark theme of a mail client. */
  dark: boolean;
  /** Pictures from elsewhere are loaded, which tells their server that somebody reads the mail. */
  remoteImages: boolean;
}

/** The headers under which the HTML of a mail can be shown: nothing runs, nothing is loaded from elsewhere, nothing is sent. */
export function mailFrameHeaders({ remoteImages }: MailView): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data:${remoteImages ? " https: http:" : ""}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "sandbox",
  ];
  return {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy.join("; "),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    // A browser looks up the hosts of links before anybody follows one.
    "x-dns-prefetch-control": "off",
    "permissions-policy": "attribution-reporting=(), browsing-topics=()",
    "cache-control": "no-store",
  };
}

/** The HTML of a mail for a frame of its own: its attached pictures are in it, and its styles are those of the wanted theme. */
export function mailFrame({ html = "", attachments }: Mail, { dark }: MailView): string {
  const pictures = new Map(attachments.map((attachment) => [attachment.contentId, attachment]));
  const withPictures = html.replace(/\bcid:([^\s"'<>)]{1,300})/gi, (whole, id: string) => {
    const picture = pictures.get(id) ?? pictures.get(unescaped(id));
    if (!picture || !/^image\/[\w.+-]+$/i.test(picture.type)) return whole;
    return `data:${picture.type};base64,${Buffer.from(picture.content).toString("base64")}`;
  });
  // A policy keeps neither <link rel="preconnect"> nor a frame that it refuses from reaching a server. There is one way to write the name of
  // a tag or an attribute, so none of either is left.
  const inert = withPictures.replace(/\bhref(?=\s*=)/gi, "data-href").replace(/<(?=i?frame[\s/>])/gi, "<x-");
  return (dark ? inDark : inLight)(inert + linkStyle);
}

// As browsers show links; any style of the mail goes before it.
const linkStyle = "<style>:where(a[data-href]) { color: LinkText; text-decoration: underline; cursor: pointer }</style>";

// The frame is told nothing of the theme in every browser, so the question that the styles ask is answered here.
const never = "(max-width: 0)";
const always = "(min-width: 0)";

function inDark(html: string): string {
  return answered(html, { dark: always, light: never });
}

function inLight(html: string): string {
  return answered(html, { dark: never, light: always });
}

function answered(html: string, answers: Record<"dark" | "light", string>): string {
  return html.replace(/\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi, (_, theme: string) =>
    theme.toLowerCase() === "dark" ? answers.dark : answers.light,
  );
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}
