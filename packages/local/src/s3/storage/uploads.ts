import { randomBytes } from "node:crypto";
import type { Store } from "../../store/store.ts";
import type { Checksum } from "../checksums/checksum.ts";
import type { Bodies } from "./bodies.ts";
import type { Attributes } from "./objects.ts";

/** A multipart upload under way. */
export interface Upload extends Attributes {
  id: string;
  bucket: string;
  key: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  tags: Record<string, string>;
  /** What the parts' checksums are, and what the object's will be; undefined where the client asked for none. */
  checksum: Pick<Checksum, "algorithm" | "type"> | undefined;
}

export interface Part {
  number: number;
  file: string;
  size: number;
  /** Without quotes. */
  etag: string;
  checksum: Omit<Checksum, "type">;
  /** Milliseconds since the epoch. */
  modifiedAt: number;
}

/** The multipart uploads under way and their parts. */
export class Uploads {
  readonly #store: Store;
  readonly #bodies: Bodies;

  constructor(store: Store, bodies: Bodies) {
    this.#store = store;
    this.#bodies = bodies;
    store.define(`
      CREATE TABLE IF NOT EXISTS s3_upload (
        id TEXT PRIMARY KEY, bucket TEXT NOT NULL REFERENCES s3_bucket, key TEXT NOT NULL, started_at INTEGER NOT NULL, about TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS s3_upload_key ON s3_upload (bucket, key, id);
      CREATE TABLE IF NOT EXISTS s3_part (
        upload TEXT NOT NULL REFERENCES s3_upload ON DELETE CASCADE, number INTEGER NOT NULL, file TEXT NOT NULL, size INTEGER NOT NULL,
        etag TEXT NOT NULL, checksum TEXT NOT NULL, modified_at INTEGER NOT NULL, PRIMARY KEY (upload, number)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  create(upload: Omit<Upload, "id">): string {
    const id = randomBytes(48).toString("base64url");
    const { bucket, key, startedAt, ...about } = upload;
    this.#store.write(() =>
      this.#store.sql("INSERT INTO s3_upload VALUES (?, ?, ?, ?, ?)").run(id, bucket, key, startedAt, JSON.stringify(about)),
    );
    return id;
  }

  find(bucket: string, key: string, id: string): Upload | undefined {
    const row = this.#store.sql("SELECT * FROM s3_upload WHERE id = ? AND bucket = ? AND key = ?").get(id, bucket, key);
    return row && uploadOf(row);
  }

  /** In the order of their keys; those of one key in that of their ids. */
  list(bucket: string, after: { key: string; id: string }, limit: number): Upload[] {
    return this.#store
      .sql("SELECT * FROM s3_upload WHERE bucket = ?1 AND (key > ?2 OR (key = ?2 AND id > ?3)) ORDER BY key, id LIMIT ?4")
      .all(bucket, after.key, after.id, limit)
      .map(uploadOf);
  }

  isEmpty(bucket: string): boolean {
    return this.#store.sql("SELECT 1 FROM s3_upload WHERE bucket = ? LIMIT 1").get(bucket) === undefined;
  }

  parts(id: string): Part[] {
    return this.#store.sql("SELECT * FROM s3_part WHERE upload = ? ORDER BY number").all(id).map(partOf);
  }

  /** Puts a part in the place of one of the same number, whose bytes go once that is on disk. */
  putPart(id: string, { number, file, size, etag, checksum, modifiedAt }: Part): void {
    const replaced = this.#store.write(() => {
      const row = this.#store.sql("SELECT file FROM s3_part WHERE upload = ? AND number = ?").get(id, number);
      this.#store
        .sql("INSERT OR REPLACE INTO s3_part VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(id, number, file, size, etag, JSON.stringify(checksum), modifiedAt);
      return row ? [row.file as string] : [];
    });
    this.#removeOnceCommitted(replaced);
  }

  /** Ends an upload. @param kept files of parts that an object has taken over */
  end(id: string, kept: ReadonlySet<string> = new Set()): void {
    const files = this.parts(id)
      .map(({ file }) => file)
      .filter((file) => !kept.has(file));
    this.#store.write(() => this.#store.sql("DELETE FROM s3_upload WHERE id = ?").run(id));
    this.#removeOnceCommitted(files);
  }

  files(): string[] {
    return this.#store
      .sql("SELECT file FROM s3_part")
      .all()
      .map(({ file }) => file as string);
  }

  /** Ends every upload of every bucket. */
  clear(): void {
    const files = this.files();
    this.#store.write(() => this.#store.sql("DELETE FROM s3_upload").run());
    this.#removeOnceCommitted(files);
  }

  #removeOnceCommitted(files: string[]): void {
    if (files.length === 0) return;
    this.#store.committed().then(
      () => {
        const isKept = (file: string) => this.#store.sql("SELECT 1 FROM s3_part WHERE file = ?").get(file) !== undefined;
        this.#bodies.remove(files.filter((file) => !isKept(file)));
      },
      () => {}, // nothing was deleted then
    );
  }
}

function uploadOf(row: Record<string, unknown>): Upload {
  return {
    ...(JSON.parse(row.about as string) as Omit<Upload, "id" | "bucket" | "key" | "startedAt">),
    id: row.id as string,
    bucket: row.bucket as string,
    key: row.key as string,
    startedAt: row.started_at as number,
  };
}

function partOf(row: Record<string, unknown>): Part {
  return {
    number: row.number as number,
    file: row.file as string,
    size: row.size as number,
    etag: row.etag as string,
    checksum: JSON.parse(row.checksum as string) as Part["checksum"],
    modifiedAt: row.modified_at as number,
  };
}
