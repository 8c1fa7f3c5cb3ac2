import type { Clock } from "../clock.ts";
import type { Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { addressOf, mailboxOf, mediumOf } from "./address.ts";
import { InboxStore, type MailSearch } from "./inbox-store.ts";
import type { Mail, OutgoingMail } from "./mail.ts";
import { newMessageId } from "./message-id.ts";

export type { Mail, MailAttachment, MailHeader, OutgoingMail } from "./mail.ts";

/** Every mail that was sent, kept for good, and a way to wait for the next one. */
export class Inbox {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #mails: InboxStore;
  /** By mailbox, or `everyone`: those who wait for a mail. */
  readonly #waiting = new Map<string, Set<() => void>>();
  #lastAt = 0;

  constructor({ store, clock, journal }: { store: Store; clock: Clock; journal: Journal }) {
    this.#store = store;
    this.#clock = clock;
    this.#journal = journal;
    this.#mails = new InboxStore(store);
  }

  /** Keeps a mail and journals it, in one write. @returns its message id. */
  deliver(mail: OutgoingMail): string {
    const at = Math.max(this.#clock.now(), this.#lastAt + 1);
    this.#lastAt = at;
    const messageId = newMessageId(at);
    this.#store.write(() => {
      this.#mails.add(messageId, at, mail);
      const about = { ...(mail.sub && { sub: mail.sub }), ...(mail.invocationId && { invocationId: mail.invocationId }) };
      const { subject, from, to } = mail;
      this.#journal.record("mail.sent", about, { messageId, subject, from, medium: mediumOf(to) });
    });
    const mailboxes = new Set([everyone, ...[...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])].map(mailboxOf)]);
    const wake = () => {
      for (const mailbox of mailboxes) for (const look of this.#waiting.get(mailbox) ?? []) look();
    };
    if (this.#waiting.size > 0) this.#store.committed().then(wake, () => {});
    return messageId;
  }

  /** Journals a mail that SES took and does not send. @returns its message id. */
  withhold(mail: Pick<OutgoingMail, "from" | "subject" | "sub" | "invocationId">, reason: string): string {
    const messageId = newMessageId(this.#clock.now());
    const about = { ...(mail.sub && { sub: mail.sub }), ...(mail.invocationId && { invocationId: mail.invocationId }) };
    const { subject, from } = mail;
    this.#store.write(() => this.#journal.record("mail.withheld", about, { messageId, subject, from, reason }));
    return messageId;
  }

  /** The newest mails first, those to one address (upper or lower case, with or without a name) if `to` is given. */
  list({ to, limit = 1000 }: { to?: string | undefined; limit?: number | undefined } = {}): Mail[] {
    return this.#mails.find({ to: to === undefined ? undefined : mailboxOf(to), newestFirst: true, limit });
  }

  /** A page of the mails that have a text in their recipients, sender, subject or words, the newest first, and how many have it. */
  search(query: MailSearch): { total: number; mails: Mail[] } {
    return this.#mails.search(query);
  }

  get(messageId: string): Mail | undefined {
    return this.#mails.get(messageId);
  }

  /**
   * The first mail after the moment `after` (milliseconds; another mail's `at` will do), the oldest of all by default. Waits
   * for one if there is none yet.
   * @param options.timeoutMs of real time, 10 s by default; then it rejects.
   */
  async next(options: { to?: string; after?: number; timeoutMs?: number } = {}): Promise<Mail> {
    const { to, after, timeoutMs = 10_000 } = options;
    const mailbox = to === undefined ? undefined : mailboxOf(to);
    const first = () => this.#mails.find({ to: mailbox, after, newestFirst: false, limit: 1 })[0];
    await this.#store.committed();
    const present = first();
    if (present) return present;
    const { promise, resolve, reject } = Promise.withResolvers<Mail>();
    const look = () => {
      const mail = first();
      if (mail) resolve(mail);
    };
    const late = () => {
      const where = to === undefined ? "" : ` to '${addressOf(to)}'`;
      reject(new Error(`Cannot read the next mail${where} as none arrived within ${timeoutMs} ms`));
    };
    const timer = setTimeout(late, timeoutMs);
    const stopWaiting = this.#wait(mailbox ?? everyone, look);
    return promise.finally(() => {
      clearTimeout(timer);
      stopWaiting();
    });
  }

  /** How many mails were sent after the moment `at`, by one sender if `from` is given. */
  countSince(at: number, from?: string): number {
    return this.#mails.countSince(at, from);
  }

  /** Removes every mail. */
  clear(): void {
    this.#store.write(() => this.#mails.clear());
  }

  #wait(mailbox: string, look: () => void): () => void {
    const looks = this.#waiting.get(mailbox) ?? new Set();
    this.#waiting.set(mailbox, looks.add(look));
    return () => {
      looks.delete(look);
      if (looks.size === 0 && this.#waiting.get(mailbox) === looks) this.#waiting.delete(mailbox);
    };
  }
}

/** @see Inbox */
export function createInbox(parts: { store: Store; clock: Clock; journal: Journal }): Inbox {
  return new Inbox(parts);
}

// No address is empty.
const everyone = "";
