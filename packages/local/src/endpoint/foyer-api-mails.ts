import type { Journal } from "../journal/journal.ts";
import type { Inbox, Mail, MailAttachment } from "../ses/inbox.ts";
import { ApiError } from "./foyer-api-error.ts";
import type { ApiRequest, Handler } from "./foyer-api-routes.ts";
import { type MailOrigin, mailOrigins } from "./mail-origins.ts";

/** A mail or a text message in a list. Moments are milliseconds. */
export interface ListedMail
  extends Pick<Mail, "messageId" | "medium" | "at" | "from" | "to" | "subject" | "via" | "sub" | "code"> {
  /** How it begins. */
  preview: string;
  attachments: number;
  /** Absent for Cognito's own mails, and for those that no function sent. */
  sentBy?: Omit<MailOrigin, "effect">;
  /** The same effect reached the same recipients more than once: which of how many this is. */
  copy?: { number: number; of: number };
}

/** A page of the list, the newest first. */
export interface ListedMails {
  /** How many mails the query takes in all. */
  total: number;
  mails: ListedMail[];
}

/** A mail with all its parts. */
export interface WholeMail extends ListedMail, Pick<Mail, "cc" | "bcc" | "replyTo" | "text" | "html" | "headers" | "tags"> {
  /** The MIME source, if the sender composed it. */
  source?: string;
  /** In their order; `/_foyer/mail-attachments/<messageId>?part=` has the content. */
  parts: Pick<MailAttachment, "name" | "type" | "size" | "contentId">[];
}

/** `/_foyer/mails?search=&offset=&limit=` lists mails with who sent them; `/_foyer/mails/<messageId>` has one whole. */
export function mailRoutes(
  inbox: Inbox,
  journal: Journal,
  limitOf: (query: ApiRequest["query"]) => number,
): Record<string, Handler> {
  return {
    GET: ({ path: [messageId], query }): ListedMails | WholeMail => {
      if (messageId !== undefined) {
        const mail = inbox.get(messageId);
        if (!mail) throw new ApiError(404, "NotFound", `There is no mail '${messageId}'`);
        return whole(mail, originReader(inbox, journal));
      }
      const offset = Number(query.get("offset") ?? 0);
      if (!Number.isSafeInteger(offset) || offset < 0) throw new ApiError(400, "BadRequest", "'offset' must be a whole number");
      const page = { offset, limit: Math.min(limitOf(query), most) };
      const { total, mails } = inbox.search({ text: query.get("search") ?? "", ...page });
      const originOf = originReader(inbox, journal);
      return { total, mails: mails.map((mail) => listed(mail, originOf)) };
    },
  };
}

// Each row costs the reading of its body and of its user's journal.
const most = 200;
const previewLength = 140;

type OriginOf = (mail: Mail) => Pick<ListedMail, "sentBy" | "copy">;

/** Reads where mails come from, each user's journal once: good for one answer. */
function originReader(inbox: Inbox, journal: Journal): OriginOf {
  const read = new Map<string, Map<string, MailOrigin>>();
  return ({ sub, messageId, to }) => {
    if (sub === undefined) return {};
    const ofUser = read.get(sub) ?? mailOrigins(journal.of(sub));
    read.set(sub, ofUser);
    const origin = ofUser.get(messageId);
    if (!origin) return {};
    const { effect, ...sentBy } = origin;
    const alike = [...ofUser].filter(([, other]) => other.effect === effect).map(([id]) => id);
    const copies = alike.length < 2 ? [] : alike.filter((id) => String(inbox.get(id)?.to) === String(to));
    if (copies.length < 2) return { sentBy };
    return { sentBy, copy: { number: copies.indexOf(messageId) + 1, of: copies.length } };
  };
}

function listed(mail: Mail, originOf: OriginOf): ListedMail {
  const { messageId, medium, at, from, to, subject, via, sub, code } = mail;
  return {
    messageId,
    medium,
    at,
    from,
    to,
    subject,
    via,
    ...(sub && { sub }),
    ...(code && { code }),
    preview: beginningOf(mail),
    attachments: mail.attachments.length,
    ...originOf(mail),
  };
}

function whole(mail: Mail, originOf: OriginOf): WholeMail {
  const { cc, bcc, replyTo, text, html, headers, tags, raw, attachments } = mail;
  return {
    ...listed(mail, originOf),
    cc,
    bcc,
    replyTo,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    headers,
    tags,
    ...(raw && { source: Buffer.from(raw).toString("utf8") }),
    parts: attachments.map(({ name, type, size, contentId }) => ({ name, type, size, ...(contentId && { contentId }) })),
  };
}

/** The first words. What a tag leaves is for reading only: it is shown as text. */
function beginningOf({ text, html = "" }: Mail): string {
  const body = html.slice(Math.max(0, html.search(/<body\b/i))).slice(0, 10_000);
  const words = text ?? body.replace(/<(style|script|title)\b[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->|<[^>]*>/gi, " ");
  const plain = words.slice(0, 10_000).replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => entities[name] ?? " ");
  return plain.replace(/\s+/g, " ").trim().slice(0, previewLength);
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
