import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** What a mail is rendered from; each part holds placeholders. */
export interface TemplateContent {
  subject?: string | undefined;
  text?: string | undefined;
  html?: string | undefined;
}

export interface StoredTemplate extends TemplateContent {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** The templates that are kept under a name. */
export class Templates {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(
      `CREATE TABLE IF NOT EXISTS ses_template (
         name TEXT PRIMARY KEY, subject TEXT, text TEXT, html TEXT, created_at INTEGER NOT NULL
       ) STRICT, WITHOUT ROWID`,
    );
  }

  /** @returns false if there is one of this name. */
  create(name: string, { subject, text, html }: TemplateContent): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("INSERT OR IGNORE INTO ses_template (name, subject, text, html, created_at) VALUES (?, ?, ?, ?, ?)")
        .run(name, subject ?? null, text ?? null, html ?? null, this.#clock.now()),
    );
    return changes > 0;
  }

  /** @returns false if there is none of this name. */
  update(name: string, { subject, text, html }: TemplateContent): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("UPDATE ses_template SET subject = ?, text = ?, html = ? WHERE name = ?")
        .run(subject ?? null, text ?? null, html ?? null, name),
    );
    return changes > 0;
  }

  get(name: string): StoredTemplate | undefined {
    const row = this.#store.sql("SELECT * FROM ses_template WHERE name = ?").get(name);
    return row && toTemplate(row);
  }

  /** In alphabetical order, those after `after`. */
  list({ after, limit }: { after?: string | undefined; limit: number }): StoredTemplate[] {
    return this.#store
      .sql("SELECT * FROM ses_template WHERE name > ? ORDER BY name LIMIT ?")
      .all(after ?? "", limit)
      .map(toTemplate);
  }

  /** @returns false if there was none. */
  delete(name: string): boolean {
    const { changes } = this.#store.write(() => this.#store.sql("DELETE FROM ses_template WHERE name = ?").run(name));
    return changes > 0;
  }
}

function toTemplate({ name, subject, text, html, created_at }: Record<string, unknown>): StoredTemplate {
  return {
    name: name as string,
    subject: (subject ?? undefined) as string | undefined,
    text: (text ?? undefined) as string | undefined,
    html: (html ?? undefined) as string | undefined,
    createdAt: created_at as number,
  };
}
