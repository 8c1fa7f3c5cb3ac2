import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * The one SQLite file behind the local AWS, with group commit: everything written in one turn of the event loop shares one
 * COMMIT (one fsync), and the endpoint lets no answer leave before `committed()`, so an acknowledged write survives kill -9.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #depth = 0;
  #group: { committed: Promise<void>; resolve: () => void; reject: (cause: unknown) => void } | undefined;

  /** @param file a path, whose folder is created, or `:memory:`. */
  constructor(file: string) {
    if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true });
    this.#database = new DatabaseSync(file);
    // FULL: a commit is on disk when it returns, also over a power cut; WAL: one fsync a commit instead of two.
    this.#database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000",
    );
  }

  /** Creates a service's tables; `sql` holds `CREATE … IF NOT EXISTS` statements, and `DROP … IF EXISTS` of what is no longer used. */
  define(sql: string): void {
    this.#database.exec(sql);
  }

  /** A prepared statement, made once for each text. Values arrive as `null`, number, string or `Uint8Array`. */
  sql(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#database.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /**
   * Runs `change` as one atomic change: all of it or, if it throws, nothing. It is visible to later reads at once and on disk
   * once `committed()` resolves. Calls may nest; `change` must not be asynchronous.
   */
  write<T>(change: () => T): T {
    this.#open();
    const savepoint = `change${this.#depth++}`;
    this.sql(`SAVEPOINT ${savepoint}`).run();
    try {
      const result = change();
      this.sql(`RELEASE ${savepoint}`).run();
      return result;
    } catch (error) {
      this.sql(`ROLLBACK TO ${savepoint}`).run();
      this.sql(`RELEASE ${savepoint}`).run();
      throw error;
    } finally {
      this.#depth--;
    }
  }

  /** Resolves once everything written so far is on disk; rejects if it could not be, and then none of the group happened. */
  committed(): Promise<void> {
    return this.#group?.committed ?? Promise.resolve();
  }

  /** Commits what is open and closes the file. */
  close(): void {
    this.#commit();
    this.#statements.clear();
    this.#database.close();
  }

  #open(): void {
    if (this.#group) return;
    this.#database.exec("BEGIN IMMEDIATE");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    promise.catch(() => {}); // whoever waits is told; nobody may be waiting
    this.#group = { committed: promise, resolve, reject };
    setImmediate(() => this.#commit());
  }

  #commit(): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    try {
      this.#database.exec("COMMIT");
      group.resolve();
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      group.reject(error);
    }
  }
}
