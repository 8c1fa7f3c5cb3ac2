import type { Store } from "../store/store.ts";

/** The tables of the queues. Times are milliseconds by the clock; `attributes` hold JSON as the API has them. */
export function defineSqsTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS sqs_queue (
      name TEXT PRIMARY KEY, attributes TEXT NOT NULL, tags TEXT NOT NULL, created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS sqs_message (
      id INTEGER PRIMARY KEY, queue TEXT NOT NULL REFERENCES sqs_queue ON DELETE CASCADE, message_id TEXT NOT NULL,
      body TEXT NOT NULL, attributes TEXT NOT NULL, group_id TEXT, deduplication_id TEXT, sent_at INTEGER NOT NULL,
      visible_at INTEGER NOT NULL, received INTEGER NOT NULL, first_received_at INTEGER, receipt TEXT UNIQUE
    ) STRICT;
    CREATE INDEX IF NOT EXISTS sqs_message_by_queue ON sqs_message (queue, id);
    -- What a FIFO queue was sent in the last five minutes, whether it is still there or not.
    CREATE TABLE IF NOT EXISTS sqs_deduplication (
      queue TEXT NOT NULL REFERENCES sqs_queue ON DELETE CASCADE, deduplication_id TEXT NOT NULL, message_id TEXT NOT NULL,
      sequence INTEGER NOT NULL, sent_at INTEGER NOT NULL, PRIMARY KEY (queue, deduplication_id)
    ) STRICT, WITHOUT ROWID;
  `);
}
