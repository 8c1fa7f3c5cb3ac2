import type { Channel } from "./code-delivery.ts";
import type { Template } from "./templates.ts";

/** What Cognito writes to a user. */
export interface Message {
  subject: string;
  html?: string;
  text: string;
}

/** What stands in for the placeholders of a template. */
export interface Secrets {
  /** For `{####}`: a code or a temporary password. */
  code: string;
  /** For `{username}`, which only an invitation has. */
  username?: string | undefined;
  /** For `{##Click here##}`, which only a message that confirms by a link has. */
  link?: string | undefined;
}

/** Fills a template. Those of e-mails are HTML: what stands in for a placeholder is data, and gets escaped there. */
export function compose({ subject, body }: Template, { attribute }: Channel, secrets: Secrets): Message {
  if (attribute === "phone_number") return { subject, text: fill(body, secrets, (value) => value, besides) };
  return {
    subject,
    html: fill(body, secrets, escapeHtml, anchor),
    text: fill(body.replace(/<[^>]*>/g, ""), secrets, (value) => value, besides),
  };
}

function fill(
  template: string,
  { code, username, link }: Secrets,
  write: (value: string) => string,
  writeLink: (label: string, url: string) => string,
): string {
  return template.replace(/\{####\}|\{username\}|\{##(.+?)##\}/g, (placeholder, label?: string) => {
    if (label !== undefined) return link === undefined ? placeholder : writeLink(label, link);
    const value = placeholder === "{####}" ? code : username;
    return value === undefined ? placeholder : write(value);
  });
}

function anchor(label: string, url: string): string {
  return `<a href="${escapeHtml(url)}">${label}</a>`;
}

function besides(label: string, url: string): string {
  return `${label} (${url})`;
}

export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => entities[character] as string);
}

// By name, as Cognito does it: not every library reads numbers back.
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
