import type { Store } from "../../store/store.ts";
import type { ErrorObject } from "./operation.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "STOPPED";

/** One durable execution as it is stored. Moments are milliseconds since the epoch. */
export interface Execution {
  id: number;
  arn: string;
  functionName: string;
  /** It stays on the version that it started with. */
  version: string;
  name: string;
  /** The user that it is about, when known. */
  sub: string | undefined;
  timeoutSeconds: number;
  retentionDays: number;
  status: ExecutionStatus;
  phase: "queued" | "running" | "parked" | "ended";
  expiresAt: number;
  token: number;
  clientToken: string | undefined;
  clientTokenAt: number;
  /** Invocations that failed one after the other without a step of progress. */
  failures: number;
  startedAt: number;
  endedAt: number | undefined;
}

/** What an execution was given and what came of it: text of any size, so it is read only when asked for. */
export interface ExecutionData {
  payload: string;
  result: string | undefined;
  error: ErrorObject | undefined;
}

/** Which executions `list` gives; undefined members do not matter. */
export interface ExecutionFilter {
  functionName: string;
  version: string | undefined;
  name: string | undefined;
  statuses: string[] | undefined;
  startedAfter: number | undefined;
  startedBefore: number | undefined;
  newestFirst: boolean;
}

const columns = `id, arn, function_name, version, name, sub, timeout_seconds, retention_days, status, phase, expires_at, token,
  client_token, client_token_at, failures, started_at, ended_at`;

/** Reads and writes executions. Call what writes inside `store.write`. */
export class ExecutionTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Adds one, queued for its first invocation. */
  insert(
    execution: Pick<
      Execution,
      "arn" | "functionName" | "version" | "name" | "sub" | "timeoutSeconds" | "retentionDays" | "startedAt" | "expiresAt"
    >,
    payload: string,
  ): Execution {
    const { arn, functionName, version, name, sub, timeoutSeconds, retentionDays, startedAt, expiresAt } = execution;
    const { lastInsertRowid } = this.#store
      .sql(
        `INSERT INTO durable_execution (arn, function_name, version, name, payload, sub, timeout_seconds, retention_days, status,
         phase, wake_at, expires_at, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'RUNNING', 'queued', ?, ?, ?)`,
      )
      .run(
        arn,
        functionName,
        version,
        name,
        payload,
        sub ?? null,
        timeoutSeconds,
        retentionDays,
        expiresAt,
        expiresAt,
        startedAt,
      );
    return this.get(Number(lastInsertRowid)) as Execution;
  }

  get(id: number): Execution | undefined {
    return this.#one(`SELECT ${columns} FROM durable_execution WHERE id = ?`, id);
  }

  byArn(arn: string): Execution | undefined {
    return this.#one(`SELECT ${columns} FROM durable_execution WHERE arn = ?`, arn);
  }

  byName(functionName: string, name: string): Execution | undefined {
    return this.#one(`SELECT ${columns} FROM durable_execution WHERE function_name = ? AND name = ?`, functionName, name);
  }

  data(id: number): ExecutionData {
    const row = this.#store.sql("SELECT payload, result, error FROM durable_execution WHERE id = ?").get(id);
    return {
      payload: row?.payload as string,
      result: (row?.result as string | null) ?? undefined,
      error: row?.error == null ? undefined : (JSON.parse(row.error as string) as ErrorObject),
    };
  }

  list(filter: ExecutionFilter, offset: number, limit: number): Execution[] {
    const order = filter.newestFirst ? "DESC" : "ASC";
    return this.#store
      .sql(
        `SELECT ${columns} FROM durable_execution WHERE function_name = ? AND version = coalesce(?, version)
         AND name = coalesce(?, name) AND started_at > ? AND started_at < ?
         AND (? IS NULL OR status IN (SELECT value FROM json_each(?)))
         ORDER BY started_at ${order}, id ${order} LIMIT ? OFFSET ?`,
      )
      .all(
        filter.functionName,
        filter.version ?? null,
        filter.name ?? null,
        filter.startedAfter ?? -1,
        filter.startedBefore ?? Number.MAX_SAFE_INTEGER,
        filter.statuses ? 1 : null,
        JSON.stringify(filter.statuses ?? []),
        limit,
        offset,
      )
      .map(read);
  }

  /** The ids of those to be invoked, the oldest first. */
  queued(limit: number): number[] {
    return this.#ids("SELECT id FROM durable_execution WHERE phase = 'queued' ORDER BY id LIMIT ?", limit);
  }

  /** The ids of those that the scheduler must look at by `now`, the most overdue first. */
  due(now: number, limit: number): number[] {
    return this.#ids("SELECT id FROM durable_execution WHERE wake_at <= ? ORDER BY wake_at LIMIT ?", now, limit);
  }

  /** When the scheduler must look next. */
  nextWakeAt(): number | undefined {
    const row = this.#store.sql("SELECT min(wake_at) AS at FROM durable_execution").get();
    return (row?.at as number | null) ?? undefined;
  }

  /** An invocation begins: a token that no other has, and the last checkpoint's client token is forgotten with it. */
  beginInvocation(execution: Execution): number {
    this.#store
      .sql(
        "UPDATE durable_execution SET phase = 'running', wake_at = expires_at, token = token + 1, client_token = NULL WHERE id = ?",
      )
      .run(execution.id);
    return execution.token + 1;
  }

  /** The fence: consumes `token` if it is the good one. */
  consumeToken(id: number, token: number, clientToken: string | undefined, now: number): boolean {
    const { changes } = this.#store
      .sql(
        `UPDATE durable_execution SET token = token + 1, client_token = ?, client_token_at = ?
         WHERE id = ? AND token = ? AND phase = 'running'`,
      )
      .run(clientToken ?? null, now, id, token);
    return changes === 1;
  }

  queue(id: number): void {
    this.#store.sql("UPDATE durable_execution SET phase = 'queued', wake_at = expires_at WHERE id = ?").run(id);
  }

  /** Queues it again if it is still taken for running; an execution that ended meanwhile stays ended. */
  requeue(id: number): void {
    this.#store.sql("UPDATE durable_execution SET phase = 'queued' WHERE id = ? AND phase = 'running'").run(id);
  }

  /** Parks it until `wakeAt`, at most until its time-out. */
  park(id: number, wakeAt: number): void {
    this.#store.sql("UPDATE durable_execution SET phase = 'parked', wake_at = min(?, expires_at) WHERE id = ?").run(wakeAt, id);
  }

  setFailures(id: number, failures: number): void {
    this.#store.sql("UPDATE durable_execution SET failures = ? WHERE id = ?").run(failures, id);
  }

  end(
    id: number,
    status: ExecutionStatus,
    result: string | undefined,
    error: ErrorObject | undefined,
    now: number,
    purgeAt: number,
  ): void {
    this.#store
      .sql(
        "UPDATE durable_execution SET status = ?, phase = 'ended', wake_at = ?, ended_at = ?, result = ?, error = ? WHERE id = ?",
      )
      .run(status, purgeAt, now, result ?? null, error ? JSON.stringify(error) : null, id);
  }

  /** Its operations and its history go with it. */
  delete(id: number): void {
    this.#store.sql("DELETE FROM durable_execution WHERE id = ?").run(id);
  }

  /** True while one is queued, runs, or is due. */
  isBusy(now: number): boolean {
    const busy =
      "SELECT 1 FROM durable_execution WHERE phase IN ('queued', 'running') OR (phase = 'parked' AND wake_at <= ?) LIMIT 1";
    return this.#store.sql(busy).get(now) !== undefined;
  }

  /** When the next wait or retry of an execution is over. */
  nextDueAt(): number | undefined {
    const row = this.#store.sql("SELECT min(wake_at) AS at FROM durable_execution WHERE phase = 'parked'").get();
    return (row?.at as number | null) ?? undefined;
  }

  /** Deletes all of them. */
  clear(): void {
    this.#store.sql("DELETE FROM durable_execution").run();
  }

  /** After a restart: whatever was being invoked is invoked again. */
  requeueRunning(): void {
    this.#store.sql("UPDATE durable_execution SET phase = 'queued' WHERE phase = 'running'").run();
  }

  #one(sql: string, ...values: (string | number)[]): Execution | undefined {
    const row = this.#store.sql(sql).get(...values);
    return row && read(row);
  }

  #ids(sql: string, ...values: number[]): number[] {
    return this.#store
      .sql(sql)
      .all(...values)
      .map((row) => row.id as number);
  }
}

function read(row: Record<string, unknown>): Execution {
  return {
    id: row.id as number,
    arn: row.arn as string,
    functionName: row.function_name as string,
    version: row.version as string,
    name: row.name as string,
    sub: (row.sub as string | null) ?? undefined,
    timeoutSeconds: row.timeout_seconds as number,
    retentionDays: row.retention_days as number,
    status: row.status as ExecutionStatus,
    phase: row.phase as Execution["phase"],
    expiresAt: row.expires_at as number,
    token: row.token as number,
    clientToken: (row.client_token as string | null) ?? undefined,
    clientTokenAt: (row.client_token_at as number | null) ?? 0,
    failures: row.failures as number,
    startedAt: row.started_at as number,
    endedAt: (row.ended_at as number | null) ?? undefined,
  };
}
