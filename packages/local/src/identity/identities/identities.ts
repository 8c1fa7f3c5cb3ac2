import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";

/** Somebody as a provider knows them. */
export interface LinkedLogin {
  /** As in `Logins`. */
  provider: string;
  /** A user's `sub`, or the developer's own identifier. */
  subject: string;
}

export interface Identity {
  /** `us-east-1:<uuid>` */
  id: string;
  poolId: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  modifiedAt: number;
  /** Nobody may use it any more: it was merged into another one, or its last login was taken from it. */
  disabled: boolean;
  /** The one it was merged into. */
  mergedInto: string | undefined;
  logins: LinkedLogin[];
}

/** The identities of all pools, each with its logins: a login leads to one identity of a pool, for ever. */
export class Identities {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #region: string;

  constructor(store: Store, clock: Clock, region: string) {
    this.#store = store;
    this.#clock = clock;
    this.#region = region;
    store.define(`
      CREATE TABLE IF NOT EXISTS cognito_identity (
        id TEXT PRIMARY KEY, pool_id TEXT NOT NULL REFERENCES cognito_identity_pool ON DELETE CASCADE, created_at INTEGER NOT NULL,
        modified_at INTEGER NOT NULL, disabled INTEGER NOT NULL DEFAULT 0, merged_into TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS cognito_identity_by_pool ON cognito_identity (pool_id, id);
      CREATE TABLE IF NOT EXISTS cognito_identity_login (
        pool_id TEXT NOT NULL, provider TEXT NOT NULL, subject TEXT NOT NULL,
        identity_id TEXT NOT NULL REFERENCES cognito_identity ON DELETE CASCADE, PRIMARY KEY (pool_id, provider, subject)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS cognito_identity_login_by_identity ON cognito_identity_login (identity_id);
    `);
  }

  create(poolId: string): Identity {
    const id = `${this.#region}:${randomUUID()}`;
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO cognito_identity (id, pool_id, created_at, modified_at) VALUES (?, ?, ?, ?)")
        .run(id, poolId, now, now),
    );
    return { id, poolId, createdAt: now, modifiedAt: now, disabled: false, mergedInto: undefined, logins: [] };
  }

  /** @throws ResourceNotFoundException */
  get(id: string): Identity {
    const identity = this.find(id);
    if (!identity) throw resourceNotFound(`Identity '${id}' not found.`);
    return identity;
  }

  find(id: string): Identity | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_identity WHERE id = ?").get(id);
    return row && this.#read(row);
  }

  /** The identity of a login, if it has one. */
  findByLogin(poolId: string, { provider, subject }: LinkedLogin): Identity | undefined {
    const row = this.#store
      .sql("SELECT identity_id FROM cognito_identity_login WHERE pool_id = ? AND provider = ? AND subject = ?")
      .get(poolId, provider, subject);
    return row && this.find(row.identity_id as string);
  }

  /** By id, those after `after`. */
  list(poolId: string, { after, limit, hideDisabled }: { after: string; limit: number; hideDisabled: boolean }): Identity[] {
    return this.#store
      .sql("SELECT * FROM cognito_identity WHERE pool_id = ?1 AND id > ?2 AND disabled <= ?3 ORDER BY id LIMIT ?4")
      .all(poolId, after, hideDisabled ? 0 : 1, limit)
      .map((row) => this.#read(row));
  }

  /** Gives an identity a login that no identity of its pool has. */
  link({ id, poolId }: Identity, { provider, subject }: LinkedLogin): void {
    this.#change(id, () =>
      this.#store.sql("INSERT INTO cognito_identity_login VALUES (?, ?, ?, ?)").run(poolId, provider, subject, id),
    );
  }

  /** Takes a login from its identity, which nobody can use any more without one. */
  unlink({ id, poolId }: Identity, { provider, subject }: LinkedLogin): void {
    this.#change(id, () => {
      this.#store
        .sql("DELETE FROM cognito_identity_login WHERE pool_id = ? AND provider = ? AND subject = ? AND identity_id = ?")
        .run(poolId, provider, subject, id);
      this.#store
        .sql(
          `UPDATE cognito_identity SET disabled = 1
           WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM cognito_identity_login WHERE identity_id = ?1)`,
        )
        .run(id);
    });
  }

  /** Gives all logins of an identity to another one of its pool, in whose place it is from now on. */
  merge(from: Identity, into: Identity): void {
    this.#change(into.id, () => {
      this.#store.sql("UPDATE cognito_identity_login SET identity_id = ? WHERE identity_id = ?").run(into.id, from.id);
      this.#store
        .sql("UPDATE cognito_identity SET disabled = 1, merged_into = ?, modified_at = ? WHERE id = ?")
        .run(into.id, this.#clock.now(), from.id);
    });
  }

  /** Of one pool or another; what is not here is no matter. */
  delete(id: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_identity WHERE id = ?").run(id));
  }

  /** Forgets all identities; the pools stay. */
  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_identity").run());
  }

  #change(id: string, change: () => void): void {
    this.#store.write(() => {
      change();
      this.#store.sql("UPDATE cognito_identity SET modified_at = ? WHERE id = ?").run(this.#clock.now(), id);
    });
  }

  #read(row: Record<string, unknown>): Identity {
    const id = row.id as string;
    const logins = this.#store
      .sql("SELECT provider, subject FROM cognito_identity_login WHERE identity_id = ? ORDER BY provider, subject")
      .all(id);
    return {
      id,
      poolId: row.pool_id as string,
      createdAt: row.created_at as number,
      modifiedAt: row.modified_at as number,
      disabled: row.disabled === 1,
      mergedInto: (row.merged_into as string | null) ?? undefined,
      logins: logins.map(({ provider, subject }) => ({ provider: provider as string, subject: subject as string })),
    };
  }
}
