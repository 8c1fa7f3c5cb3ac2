import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** A secret; its value is in its versions. */
export interface Secret {
  arn: string;
  name: string;
}

export interface SecretVersion {
  versionId: string;
  /** A text or bytes, never both. */
  text: string | undefined;
  binary: Uint8Array | undefined;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

export type SecretValue = Pick<SecretVersion, "text" | "binary">;

/** The secrets by name, their versions, and which version each staging label is on. */
export class SecretStore {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: { region: string; accountId: string };

  constructor(store: Store, clock: Clock, place: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS secret (
        name TEXT PRIMARY KEY, arn TEXT NOT NULL UNIQUE, description TEXT, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS secret_version (
        secret TEXT NOT NULL REFERENCES secret ON DELETE CASCADE, version_id TEXT NOT NULL, text TEXT, binary BLOB,
        created_at INTEGER NOT NULL, PRIMARY KEY (secret, version_id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS secret_stage (
        secret TEXT NOT NULL REFERENCES secret ON DELETE CASCADE, stage TEXT NOT NULL, version_id TEXT NOT NULL,
        PRIMARY KEY (secret, stage)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** By its name, its ARN, or its ARN without the six characters that AWS adds to the name. */
  find(id: string): Secret | undefined {
    const name = /^arn:aws[\w-]*:secretsmanager:[^:]*:\d*:secret:(.+)$/.exec(id)?.[1] ?? id;
    const row = this.#store
      .sql("SELECT name, arn FROM secret WHERE arn = ?1 OR name = ?2 ORDER BY arn = ?1 DESC LIMIT 1")
      .get(id, name);
    return row as Secret | undefined;
  }

  /** Makes a secret without a value. */
  create(name: string, description: string | undefined): Secret {
    const { region, accountId } = this.#place;
    const suffix = randomBytes(8).toString("base64").replace(/[+/=]/g, "A").slice(0, 6);
    const arn = `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`;
    this.#store.write(() =>
      this.#store.sql("INSERT INTO secret VALUES (?, ?, ?, ?)").run(name, arn, description ?? null, this.#clock.now()),
    );
    return { arn, name };
  }

  version({ name }: Secret, versionId: string): SecretVersion | undefined {
    const row = this.#store.sql("SELECT * FROM secret_version WHERE secret = ? AND version_id = ?").get(name, versionId);
    return (
      row && {
        versionId,
        text: (row.text as string | null) ?? undefined,
        binary: (row.binary as Uint8Array | null) ?? undefined,
        createdAt: row.created_at as number,
      }
    );
  }

  /** Adds a version and moves the labels to it; the version that AWSCURRENT leaves gets AWSPREVIOUS. */
  add(secret: Secret, versionId: string, { text, binary }: SecretValue, stages: readonly string[]): void {
    this.#store.write(() => {
      this.#store
        .sql("INSERT INTO secret_version VALUES (?, ?, ?, ?, ?)")
        .run(secret.name, versionId, text ?? null, binary ?? null, this.#clock.now());
      const previous = stages.includes("AWSCURRENT") ? this.versionIdAt(secret, "AWSCURRENT") : undefined;
      if (previous !== undefined) this.#label(secret, "AWSPREVIOUS", previous);
      for (const stage of stages) this.#label(secret, stage, versionId);
    });
  }

  versionIdAt({ name }: Secret, stage: string): string | undefined {
    const row = this.#store.sql("SELECT version_id FROM secret_stage WHERE secret = ? AND stage = ?").get(name, stage);
    return row?.version_id as string | undefined;
  }

  stagesOf({ name }: Secret, versionId: string): string[] {
    return this.#store
      .sql("SELECT stage FROM secret_stage WHERE secret = ? AND version_id = ? ORDER BY stage")
      .all(name, versionId)
      .map(({ stage }) => stage as string);
  }

  #label({ name }: Secret, stage: string, versionId: string): void {
    this.#store.sql("INSERT OR REPLACE INTO secret_stage VALUES (?, ?, ?)").run(name, stage, versionId);
  }
}
