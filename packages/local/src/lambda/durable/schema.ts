/**
 * The tables of durable executions.
 * `phase`: queued (to be invoked), running (an invocation is under way), parked (waits for `wake_at` or a callback), ended.
 * `wake_at`: the next moment at which the scheduler must look at the execution, whatever for: what is due when parked, the
 * execution's time-out, the end of its retention. `token`: the number of the one checkpoint token that is good.
 * `changed`: the good token's number when the operation last changed, so that a reply holds all that its caller cannot know.
 * Ids are never used again: an invocation may outlive the retention of its execution.
 * `pruned`: a child of a finished context, which a replay does not need.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS durable_execution (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, function_name TEXT NOT NULL, version TEXT NOT NULL, name TEXT NOT NULL,
    payload TEXT NOT NULL, sub TEXT, timeout_seconds INTEGER NOT NULL, retention_days INTEGER NOT NULL,
    status TEXT NOT NULL, phase TEXT NOT NULL, wake_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    token INTEGER NOT NULL DEFAULT 0, client_token TEXT, client_token_at INTEGER, failures INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER NOT NULL, ended_at INTEGER, result TEXT, error TEXT
  );
  CREATE UNIQUE INDEX IF NOT EXISTS durable_execution_by_name ON durable_execution (function_name, name);
  CREATE INDEX IF NOT EXISTS durable_execution_by_start ON durable_execution (function_name, started_at, id);
  CREATE INDEX IF NOT EXISTS durable_execution_by_wake ON durable_execution (wake_at);
  CREATE INDEX IF NOT EXISTS durable_execution_queued ON durable_execution (id) WHERE phase = 'queued';
  CREATE TABLE IF NOT EXISTS durable_operation (
    seq INTEGER PRIMARY KEY, execution INTEGER NOT NULL REFERENCES durable_execution ON DELETE CASCADE,
    operation_id TEXT NOT NULL, parent_id TEXT, open_callback INTEGER NOT NULL, due_at INTEGER, changed INTEGER NOT NULL,
    pruned INTEGER NOT NULL, deadlines TEXT, operation TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS durable_operation_by_execution ON durable_operation (execution);
  CREATE UNIQUE INDEX IF NOT EXISTS durable_operation_by_id ON durable_operation (execution, operation_id);
  CREATE INDEX IF NOT EXISTS durable_operation_by_change ON durable_operation (execution, changed);
  CREATE INDEX IF NOT EXISTS durable_operation_by_due ON durable_operation (execution, due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS durable_event (
    seq INTEGER PRIMARY KEY, execution INTEGER NOT NULL REFERENCES durable_execution ON DELETE CASCADE, event TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS durable_event_by_execution ON durable_event (execution);
`;
