import type { Store } from "../store/store.ts";
import { mailboxOf, mediumOf } from "./address.ts";
import type { Mail, MailAttachment, OutgoingMail } from "./mail.ts";

/** Which mails to read; `to` is a mailbox (lower case) and `after` a moment in milliseconds. */
export interface MailQuery {
  to?: string | undefined;
  after?: number | undefined;
  newestFirst: boolean;
  limit: number;
}

/** What to search for, and which page of what is found. An empty `text` finds every mail. */
export interface MailSearch {
  text: string;
  offset: number;
  limit: number;
}

/** The inbox's tables. */
export class InboxStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS ses_mail (
        id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
        subject TEXT NOT NULL, text TEXT, html TEXT, headers TEXT NOT NULL, raw BLOB, tags TEXT NOT NULL,
        sub TEXT, invocation_id TEXT, via TEXT NOT NULL
      );
      CREATE TABLE IF NOT EXISTS ses_recipient (
        mailbox TEXT NOT NULL, mail INTEGER NOT NULL REFERENCES ses_mail ON DELETE CASCADE, PRIMARY KEY (mailbox, mail)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS ses_recipient_by_mail ON ses_recipient (mail);
      CREATE TABLE IF NOT EXISTS ses_attachment (
        mail INTEGER NOT NULL REFERENCES ses_mail ON DELETE CASCADE, position INTEGER NOT NULL,
        name TEXT NOT NULL, type TEXT NOT NULL, content BLOB NOT NULL, content_id TEXT, PRIMARY KEY (mail, position)
      );
    `);
  }

  add(messageId: string, at: number, mail: OutgoingMail): void {
    const { to, cc = [], bcc = [], replyTo = [] } = mail;
    const { lastInsertRowid } = this.#store
      .sql(
        `INSERT INTO ses_mail (message_id, at, sender, recipients, subject, text, html, headers, raw, tags, sub, invocation_id, via)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        messageId,
        at,
        mail.from,
        JSON.stringify({ to, cc, bcc, replyTo }),
        mail.subject,
        mail.text ?? null,
        mail.html ?? null,
        JSON.stringify(mail.headers ?? []),
        mail.raw ?? null,
        JSON.stringify(mail.tags ?? {}),
        mail.sub ?? null,
        mail.invocationId ?? null,
        mail.via,
      );
    for (const address of [...to, ...cc, ...bcc]) {
      this.#store
        .sql("INSERT OR IGNORE INTO ses_recipient (mailbox, mail) VALUES (?, ?)")
        .run(mailboxOf(address), lastInsertRowid);
    }
    mail.attachments?.forEach(({ name, type, content, contentId }, position) => {
      this.#store
        .sql("INSERT INTO ses_attachment (mail, position, name, type, content, content_id) VALUES (?, ?, ?, ?, ?, ?)")
        .run(lastInsertRowid, position, name, type, content, contentId ?? null);
    });
  }

  find({ to, after, newestFirst, limit }: MailQuery): Mail[] {
    const from = to === undefined ? "ses_mail" : "ses_recipient JOIN ses_mail ON id = mail AND mailbox = ?";
    const order = newestFirst ? "DESC" : "ASC";
    return this.#store
      .sql(`SELECT ses_mail.* FROM ${from} WHERE at > ? ORDER BY id ${order} LIMIT ?`)
      .all(...(to === undefined ? [] : [to]), after ?? -1, limit)
      .map((row) => this.#toMail(row));
  }

  /** The mails whose recipients, sender, subject or words have `text` in them, upper or lower case, and how many there are; the newest first. */
  search({ text, offset, limit }: MailSearch): { total: number; mails: Mail[] } {
    const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
    const columns = ["recipients", "sender", "subject", "coalesce(text, html)"];
    const where = text === "" ? "" : `WHERE ${columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(" OR ")}`;
    const given = text === "" ? [] : columns.map(() => pattern);
    const total = this.#store.sql(`SELECT count(*) AS total FROM ses_mail ${where}`).get(...given)?.total as number;
    const rows = this.#store
      .sql(`SELECT * FROM ses_mail ${where} ORDER BY id DESC LIMIT ? OFFSET ?`)
      .all(...given, limit, offset);
    return { total, mails: rows.map((row) => this.#toMail(row)) };
  }

  get(messageId: string): Mail | undefined {
    const row = this.#store.sql("SELECT * FROM ses_mail WHERE message_id = ?").get(messageId);
    return row && this.#toMail(row);
  }

  countSince(at: number, from?: string): number {
    const bySender = from === undefined ? "" : "AND sender = ?";
    return this.#store
      .sql(`SELECT count(*) AS count FROM ses_mail WHERE at > ? ${bySender}`)
      .get(at, ...(from === undefined ? [] : [from]))?.count as number;
  }

  clear(): void {
    this.#store.sql("DELETE FROM ses_mail").run();
  }

  #toMail(row: Record<string, unknown>): Mail {
    const via = row.via as Mail["via"];
    const recipients = JSON.parse(row.recipients as string) as Pick<Mail, "to" | "cc" | "bcc" | "replyTo">;
    const code = via === "cognito" ? verificationCode((row.text ?? row.html ?? "") as string) : undefined;
    return {
      messageId: row.message_id as string,
      at: row.at as number,
      from: row.sender as string,
      ...recipients,
      medium: mediumOf(recipients.to),
      subject: row.subject as string,
      ...(row.text !== null && { text: row.text as string }),
      ...(row.html !== null && { html: row.html as string }),
      headers: JSON.parse(row.headers as string),
      attachments: this.#attachmentsOf(row.id as number),
      ...(row.raw !== null && { raw: row.raw as Uint8Array }),
      tags: JSON.parse(row.tags as string),
      ...(row.sub !== null && { sub: row.sub as string }),
      ...(row.invocation_id !== null && { invocationId: row.invocation_id as string }),
      via,
      ...(code !== undefined && { code }),
    };
  }

  #attachmentsOf(mail: number): MailAttachment[] {
    return this.#store
      .sql("SELECT name, type, content, content_id FROM ses_attachment WHERE mail = ? ORDER BY position")
      .all(mail)
      .map(({ name, type, content, content_id }) => ({
        name: name as string,
        type: type as string,
        size: (content as Uint8Array).byteLength,
        content: content as Uint8Array,
        ...(content_id !== null && { contentId: content_id as string }),
      }));
  }
}

// A link has other digits beside the code. `#` before the digits is a colour in a style attribute.
function verificationCode(body: string): string | undefined {
  return /(?<=confirmation_code=)\d{6}/.exec(body)?.[0] ?? /(?<![\d#])\d{6}(?!\d)/.exec(body)?.[0];
}
