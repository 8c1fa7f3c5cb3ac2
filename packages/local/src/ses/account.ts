import type { Store } from "../store/store.ts";

/** What SES lets the whole account do. */
export class Account {
  /** In the sandbox recipients must be verified, too. A setting of the local AWS, as on AWS it is a decision of people. */
  readonly inSandbox: boolean;
  readonly #store: Store;

  constructor(store: Store, inSandbox: boolean) {
    this.inSandbox = inSandbox;
    this.#store = store;
    store.define("CREATE TABLE IF NOT EXISTS ses_account (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID");
  }

  get isSendingEnabled(): boolean {
    return this.#store.sql("SELECT value FROM ses_account WHERE name = 'sendingEnabled'").get()?.value !== 0;
  }

  setSendingEnabled(enabled: boolean): void {
    this.#store.write(() =>
      this.#store.sql("INSERT OR REPLACE INTO ses_account (name, value) VALUES ('sendingEnabled', ?)").run(enabled ? 1 : 0),
    );
  }
}
