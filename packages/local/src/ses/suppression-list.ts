import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { mailboxOf } from "./address.ts";

export type SuppressionReason = "BOUNCE" | "COMPLAINT";

/** An address that SES takes mails for and sends none to. */
export interface SuppressedAddress {
  address: string;
  reason: SuppressionReason;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The account's suppression list. Upper and lower case are one address. */
export class SuppressionList {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(
      "CREATE TABLE IF NOT EXISTS ses_suppressed (address TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    );
  }

  put(address: string, reason: SuppressionReason): void {
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO ses_suppressed (address, reason, at) VALUES (?, ?, ?)")
        .run(mailboxOf(address), reason, this.#clock.now()),
    );
  }

  get(address: string): SuppressedAddress | undefined {
    const row = this.#store.sql("SELECT * FROM ses_suppressed WHERE address = ?").get(mailboxOf(address));
    return row && (row as unknown as SuppressedAddress);
  }

  /** In alphabetical order, those after `after`. */
  list({ after, reasons }: { after?: string | undefined; reasons?: readonly string[] | undefined } = {}): SuppressedAddress[] {
    const rows = this.#store.sql("SELECT * FROM ses_suppressed WHERE address > ? ORDER BY address").all(after ?? "");
    return (rows as unknown as SuppressedAddress[]).filter(({ reason }) => !reasons?.length || reasons.includes(reason));
  }

  /** @returns false if it was not there. */
  delete(address: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM ses_suppressed WHERE address = ?").run(mailboxOf(address)),
    );
    return changes > 0;
  }

  clear(): void {
    this.#store.sql("DELETE FROM ses_suppressed").run();
  }
}
