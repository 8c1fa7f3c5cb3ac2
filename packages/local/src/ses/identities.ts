import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";
import { addressOf } from "./address.ts";

/** An address or a domain that may send. */
export interface Identity {
  identity: string;
  type: "EMAIL_ADDRESS" | "DOMAIN";
}

/** The verified senders. Creating one verifies it: there is nobody to click a link and no DNS to look at. */
export class Identities {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define("CREATE TABLE IF NOT EXISTS ses_identity (identity TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID");
  }

  /** @returns false if it was there already. */
  create(identity: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("INSERT OR IGNORE INTO ses_identity (identity, at) VALUES (?, ?)")
        .run(canonical(identity), this.#clock.now()),
    );
    return changes > 0;
  }

  get(identity: string): Identity | undefined {
    const row = this.#store.sql("SELECT identity FROM ses_identity WHERE identity = ?").get(canonical(identity));
    return row && toIdentity(row.identity as string);
  }

  /** In alphabetical order, those after `after`. */
  list(page: { after?: string | undefined; limit?: number | undefined } = {}): Identity[] {
    return this.#store
      .sql("SELECT identity FROM ses_identity WHERE identity > ? ORDER BY identity LIMIT ?")
      .all(page.after ?? "", page.limit ?? -1)
      .map((row) => toIdentity(row.identity as string));
  }

  /** @returns false if there was none. */
  delete(identity: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM ses_identity WHERE identity = ?").run(canonical(identity)),
    );
    return changes > 0;
  }

  /** True if the address itself is verified, without its `+label` too, or its domain or a domain above that. */
  covers(sender: string): boolean {
    return this.sending(sender) !== undefined;
  }

  /** The identity that covers a sender: of several the closest. */
  sending(sender: string): string | undefined {
    const address = addressOf(sender);
    const at = address.lastIndexOf("@");
    const local = address.slice(0, at);
    const labels = address.slice(at + 1).split(".");
    const candidates = [
      address,
      `${local.replace(/\+.*$/, "")}@${labels.join(".")}`,
      ...labels.map((_label, index) => labels.slice(index).join(".")),
    ];
    return candidates.map((candidate) => this.get(candidate)?.identity).find((found) => found !== undefined);
  }
}

// SES tells local parts apart by case and domains not.
function canonical(identity: string): string {
  const at = identity.lastIndexOf("@");
  return identity.slice(0, at + 1) + identity.slice(at + 1).toLowerCase();
}

function toIdentity(identity: string): Identity {
  return { identity, type: identity.includes("@") ? "EMAIL_ADDRESS" : "DOMAIN" };
}
