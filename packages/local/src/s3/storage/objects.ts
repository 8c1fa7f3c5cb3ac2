import type { Store } from "../../store/store.ts";
import type { Checksum } from "../checksums/checksum.ts";
import type { Bodies, Segment } from "./bodies.ts";

/** What a client says of an object beside its bytes. */
export interface Attributes {
  /** Content-Type and its like, as they are answered; names in lower case. */
  headers: Record<string, string>;
  /** `x-amz-meta-…` without that prefix. */
  metadata: Record<string, string>;
  storageClass: string;
}

export interface StoredObject extends Attributes {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** Milliseconds since the epoch, whole seconds. */
  lastModified: number;
  checksum: Checksum;
  tags: Record<string, string>;
  segments: ObjectSegment[];
}

/** A segment with the checksum that it came with. */
export interface ObjectSegment extends Segment {
  checksum: string;
}

/** The objects of all buckets. A file of bytes belongs to one object or to one part of an upload. */
export class Objects {
  readonly #store: Store;
  readonly #bodies: Bodies;

  constructor(store: Store, bodies: Bodies) {
    this.#store = store;
    this.#bodies = bodies;
    // Text is compared by its UTF-8 bytes, which is S3's order of keys.
    store.define(`
      CREATE TABLE IF NOT EXISTS s3_object (
        bucket TEXT NOT NULL REFERENCES s3_bucket, key TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, last_modified INTEGER NOT NULL,
        checksum TEXT NOT NULL, attributes TEXT NOT NULL, tags TEXT NOT NULL, segments TEXT NOT NULL, PRIMARY KEY (bucket, key)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#store.sql("SELECT * FROM s3_object WHERE bucket = ? AND key = ?").get(bucket, key);
    return row && objectOf(row);
  }

  /** Puts an object in the place of what is there; called inside a `store.write`. */
  put(object: StoredObject): void {
    const { bucket, key, size, etag, lastModified, checksum, headers, metadata, storageClass, tags, segments } = object;
    this.delete(bucket, key);
    this.#store
      .sql("INSERT INTO s3_object VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(
        bucket,
        key,
        size,
        etag,
        lastModified,
        JSON.stringify(checksum),
        JSON.stringify({ headers, metadata, storageClass }),
        JSON.stringify(tags),
        JSON.stringify(segments),
      );
  }

  setTags(bucket: string, key: string, tags: Record<string, string>): void {
    this.#store.write(() =>
      this.#store.sql("UPDATE s3_object SET tags = ? WHERE bucket = ? AND key = ?").run(JSON.stringify(tags), bucket, key),
    );
  }

  /** Deletes an object if it is there; its bytes go once that is on disk. */
  delete(bucket: string, key: string): void {
    const files = this.#store.write(() => {
      const row = this.#store.sql("DELETE FROM s3_object WHERE bucket = ? AND key = ? RETURNING segments").get(bucket, key);
      return row ? filesOf(row) : [];
    });
    if (files.length > 0) this.#removeOnceCommitted(files, () => this.find(bucket, key));
  }

  isEmpty(bucket: string): boolean {
    return this.#store.sql("SELECT 1 FROM s3_object WHERE bucket = ? LIMIT 1").get(bucket) === undefined;
  }

  /** The first object whose key is from `from` on, or after it. */
  *from(bucket: string, from: string, isAfter: boolean, limit: number): Iterable<StoredObject> {
    const rows = this.#store
      .sql(`SELECT * FROM s3_object WHERE bucket = ? AND key ${isAfter ? ">" : ">="} ? ORDER BY key LIMIT ?`)
      .all(bucket, from, limit);
    for (const row of rows) yield objectOf(row);
  }

  files(): string[] {
    return this.#store.sql("SELECT segments FROM s3_object").all().flatMap(filesOf);
  }

  /** Deletes every object of every bucket. */
  clear(): void {
    const files = this.files();
    this.#store.write(() => this.#store.sql("DELETE FROM s3_object").run());
    this.#removeOnceCommitted(files, () => undefined);
  }

  /** @param now what is in the place of the deleted object: itself, if the change around the deletion was undone */
  #removeOnceCommitted(files: string[], now: () => StoredObject | undefined): void {
    this.#store.committed().then(
      () => {
        const kept = new Set(now()?.segments.map(({ file }) => file));
        this.#bodies.remove(files.filter((file) => !kept.has(file)));
      },
      () => {}, // nothing was deleted then
    );
  }
}

function filesOf(row: Record<string, unknown>): string[] {
  return (JSON.parse(row.segments as string) as Segment[]).map(({ file }) => file);
}

function objectOf(row: Record<string, unknown>): StoredObject {
  return {
    bucket: row.bucket as string,
    key: row.key as string,
    size: row.size as number,
    etag: row.etag as string,
    lastModified: row.last_modified as number,
    checksum: JSON.parse(row.checksum as string) as Checksum,
    ...(JSON.parse(row.attributes as string) as Attributes),
    tags: JSON.parse(row.tags as string) as Record<string, string>,
    segments: JSON.parse(row.segments as string) as ObjectSegment[],
  };
}
