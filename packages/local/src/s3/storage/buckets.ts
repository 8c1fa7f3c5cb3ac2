import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";

/** What of a bucket can be set as a document. */
export type BucketDocument = "cors" | "policy" | "publicAccessBlock" | "tagging";

export interface Bucket {
  name: string;
  region: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** The buckets by name, with the documents that were put on them. */
export class Buckets {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS s3_bucket (name TEXT PRIMARY KEY, region TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS s3_bucket_document (
        bucket TEXT NOT NULL REFERENCES s3_bucket ON DELETE CASCADE, kind TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (bucket, kind)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  find(name: string): Bucket | undefined {
    const row = this.#store.sql("SELECT * FROM s3_bucket WHERE name = ?").get(name);
    return row && bucketOf(row);
  }

  create(name: string, region: string): void {
    this.#store.write(() => this.#store.sql("INSERT INTO s3_bucket VALUES (?, ?, ?)").run(name, region, this.#clock.now()));
  }

  /** Those whose names start with `prefix` and come after `after`, in order. */
  list(prefix: string, after: string, limit: number): Bucket[] {
    return this.#store
      .sql("SELECT * FROM s3_bucket WHERE name > ? AND substr(name, 1, length(?2)) = ?2 ORDER BY name LIMIT ?3")
      .all(after, prefix, limit)
      .map(bucketOf);
  }

  delete(name: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM s3_bucket WHERE name = ?").run(name));
  }

  document(bucket: string, kind: BucketDocument): string | undefined {
    const row = this.#store.sql("SELECT text FROM s3_bucket_document WHERE bucket = ? AND kind = ?").get(bucket, kind);
    return row?.text as string | undefined;
  }

  /** @param text undefined takes it away */
  setDocument(bucket: string, kind: BucketDocument, text: string | undefined): void {
    this.#store.write(() => {
      if (text === undefined) this.#store.sql("DELETE FROM s3_bucket_document WHERE bucket = ? AND kind = ?").run(bucket, kind);
      else this.#store.sql("INSERT OR REPLACE INTO s3_bucket_document VALUES (?, ?, ?)").run(bucket, kind, text);
    });
  }
}

function bucketOf(row: Record<string, unknown>): Bucket {
  return { name: row.name as string, region: row.region as string, createdAt: row.created_at as number };
}
