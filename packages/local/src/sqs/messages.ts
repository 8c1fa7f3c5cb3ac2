import { randomBytes, randomUUID } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { attributeOf, type Queue } from "./queues.ts";

/** A message that waits in a queue or is being worked on. */
export interface Message {
  id: number;
  messageId: string;
  body: string;
  attributes: Record<string, MessageAttributeValue>;
  groupId: string | undefined;
  deduplicationId: string | undefined;
  sentAt: number;
  received: number;
  firstReceivedAt: number | undefined;
  /** Of the last time that it was received. */
  receipt: string;
}

/** A message as it lies in its queue. Moments are milliseconds. */
export interface PeekedMessage extends Omit<Message, "id" | "receipt"> {
  /** Nobody receives it before. */
  visibleAt: number;
}

export type NewMessage = Pick<Message, "body" | "attributes"> &
  Partial<Pick<Message, "groupId" | "deduplicationId">> & { delaySeconds?: number | undefined };

const deduplicationMs = 300_000;

/** The messages of all queues. */
export class Messages {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** A message with a de-duplication id that was sent within five minutes is not sent again, and has the first one's answer. */
  send(queue: Queue, message: NewMessage): { messageId: string; sequence: number } {
    const { body, attributes, groupId, deduplicationId, delaySeconds = Number(attributeOf(queue, "DelaySeconds")) } = message;
    const now = this.#clock.now();
    return this.#store.write(() => {
      const sent = deduplicationId === undefined ? undefined : this.#sentBefore(queue, deduplicationId, now);
      if (sent) return sent;
      const messageId = randomUUID();
      const values = [queue.name, messageId, body, writeAttributes(attributes), groupId ?? null, deduplicationId ?? null];
      const { lastInsertRowid } = this.#store
        .sql(
          `INSERT INTO sqs_message (queue, message_id, body, attributes, group_id, deduplication_id, sent_at, visible_at, received)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
        )
        .run(...values, now, now + delaySeconds * 1_000);
      const sequence = Number(lastInsertRowid);
      if (deduplicationId !== undefined) {
        this.#store
          .sql("INSERT OR REPLACE INTO sqs_deduplication VALUES (?, ?, ?, ?, ?)")
          .run(queue.name, deduplicationId, messageId, sequence, now);
      }
      for (const wake of this.#waiting) wake();
      return { messageId, sequence };
    });
  }

  /** Takes visible messages, the oldest first, and hides them for a while; of a message group nothing while another is worked on. */
  receive(queue: Queue, count: number, visibilitySeconds: number): Message[] {
    const now = this.#clock.now();
    const retainedFrom = now - Number(attributeOf(queue, "MessageRetentionPeriod")) * 1_000;
    return this.#store.write(() => {
      this.#store.sql("DELETE FROM sqs_message WHERE queue = ? AND sent_at < ?").run(queue.name, retainedFrom);
      const rows = this.#store.sql(visible).all(queue.name, now, count);
      return rows.map((row) => this.#take(read(row), now, visibilitySeconds));
    });
  }

  /** Resolves when something may be there to receive, after `waitMs` of real time, or when the caller is gone. */
  async arrival(waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, waitMs);
    this.#waiting.add(resolve);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  /** @returns false if that receipt is not the message's last. */
  delete(queue: Queue, receipt: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM sqs_message WHERE queue = ? AND receipt = ?").run(queue.name, receipt),
    );
    return Number(changes) > 0;
  }

  /** Makes a message visible again after so many seconds from now. @returns false if it is not being worked on under that receipt. */
  hide(queue: Queue, receipt: string, seconds: number): boolean {
    const now = this.#clock.now();
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("UPDATE sqs_message SET visible_at = ? WHERE queue = ? AND receipt = ? AND visible_at > ?")
        .run(now + seconds * 1_000, queue.name, receipt, now),
    );
    return Number(changes) > 0;
  }

  clear(queue: Queue): void {
    this.#store.write(() => this.#store.sql("DELETE FROM sqs_message WHERE queue = ?").run(queue.name));
  }

  /** Empties every queue, and forgets what FIFO queues were sent. */
  clearAll(): void {
    this.#store.write(() => {
      for (const table of ["sqs_message", "sqs_deduplication"]) this.#store.sql(`DELETE FROM ${table}`).run();
    });
  }

  /** How many wait, are worked on, and are delayed. */
  counts(queue: Queue): { waiting: number; workedOn: number; delayed: number } {
    const now = this.#clock.now();
    const row = this.#store
      .sql(
        `SELECT count(*) FILTER (WHERE visible_at <= ?2) AS waiting, count(*) FILTER (WHERE visible_at > ?2 AND received > 0) AS workedOn,
         count(*) FILTER (WHERE visible_at > ?2 AND received = 0) AS delayed FROM sqs_message WHERE queue = ?1`,
      )
      .get(queue.name, now);
    return row as unknown as { waiting: number; workedOn: number; delayed: number };
  }

  /** The messages as they lie there, the oldest first; nobody has received them by that. */
  peek(queue: Queue, { offset, limit }: { offset: number; limit: number }): { total: number; messages: PeekedMessage[] } {
    const total = this.#store.sql("SELECT count(*) AS total FROM sqs_message WHERE queue = ?").get(queue.name)?.total as number;
    const rows = this.#store
      .sql("SELECT * FROM sqs_message WHERE queue = ? ORDER BY id LIMIT ? OFFSET ?")
      .all(queue.name, limit, offset);
    return { total, messages: rows.map(peeked) };
  }

  #sentBefore(queue: Queue, deduplicationId: string, now: number) {
    this.#store.sql("DELETE FROM sqs_deduplication WHERE queue = ? AND sent_at <= ?").run(queue.name, now - deduplicationMs);
    const row = this.#store
      .sql("SELECT * FROM sqs_deduplication WHERE queue = ? AND deduplication_id = ?")
      .get(queue.name, deduplicationId);
    return row && { messageId: row.message_id as string, sequence: row.sequence as number };
  }

  #take(message: Message, now: number, visibilitySeconds: number): Message {
    const receipt = randomBytes(48).toString("base64");
    const firstReceivedAt = message.firstReceivedAt ?? now;
    this.#store
      .sql("UPDATE sqs_message SET visible_at = ?, received = received + 1, first_received_at = ?, receipt = ? WHERE id = ?")
      .run(now + visibilitySeconds * 1_000, firstReceivedAt, receipt, message.id);
    return { ...message, received: message.received + 1, firstReceivedAt, receipt };
  }
}

const visible = `SELECT * FROM sqs_message message WHERE queue = ?1 AND visible_at <= ?2 AND (
    group_id IS NULL OR NOT EXISTS (
      SELECT 1 FROM sqs_message other WHERE other.queue = ?1 AND other.group_id = message.group_id
        AND other.received > 0 AND other.visible_at > ?2
    )
  ) ORDER BY id LIMIT ?3`;

function read(row: Record<string, unknown>): Message {
  return {
    id: row.id as number,
    messageId: row.message_id as string,
    body: row.body as string,
    attributes: readAttributes(row.attributes as string),
    groupId: (row.group_id as string | null) ?? undefined,
    deduplicationId: (row.deduplication_id as string | null) ?? undefined,
    sentAt: row.sent_at as number,
    received: row.received as number,
    firstReceivedAt: (row.first_received_at as number | null) ?? undefined,
    receipt: (row.receipt as string | null) ?? "",
  };
}

function peeked(row: Record<string, unknown>): PeekedMessage {
  const { id: _, receipt: __, ...message } = read(row);
  return { ...message, visibleAt: row.visible_at as number };
}

/** As JSON, bytes in base64. */
function writeAttributes(attributes: Message["attributes"]): string {
  return JSON.stringify(attributes, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
  );
}

function readAttributes(text: string): Message["attributes"] {
  return JSON.parse(text, (key, value) => (key === "BinaryValue" ? new Uint8Array(Buffer.from(value, "base64")) : value));
}
