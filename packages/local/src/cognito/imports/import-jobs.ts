import { randomBytes } from "node:crypto";
import type { UserImportJobStatusType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";

export interface ImportJob {
  /** The row; it grows with time. */
  row: number;
  /** `import-` and ten letters and digits. */
  id: string;
  userPoolId: string;
  name: string;
  roleArn: string;
  status: UserImportJobStatusType;
  /** What the address for the file is signed with. */
  signature: string;
  hasFile: boolean;
  /** How many characters of the file have been read. */
  position: number;
  imported: number;
  skipped: number;
  failed: number;
  message: string | undefined;
  createdAt: number;
  startedAt: number | undefined;
  completedAt: number | undefined;
}

const isRunning = "status IN ('Pending', 'InProgress')";

export function defineImportTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_import_job (
      row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE,
      name TEXT NOT NULL, role_arn TEXT NOT NULL, status TEXT NOT NULL, signature TEXT NOT NULL,
      position INTEGER NOT NULL, imported INTEGER NOT NULL, skipped INTEGER NOT NULL, failed INTEGER NOT NULL,
      message TEXT, created_at INTEGER NOT NULL, started_at INTEGER, completed_at INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS cognito_import_job_by_pool ON cognito_import_job (user_pool_id, row);
    CREATE INDEX IF NOT EXISTS cognito_import_job_running ON cognito_import_job (user_pool_id) WHERE ${isRunning};

    -- Apart from the job, whose row changes with every few records; gone when the job ends.
    CREATE TABLE IF NOT EXISTS cognito_import_file (
      job INTEGER PRIMARY KEY REFERENCES cognito_import_job ON DELETE CASCADE, csv TEXT NOT NULL
    ) STRICT;
  `);
}

const expiresAfterMs = 24 * 3_600_000;
const columns = "j.*, EXISTS (SELECT 1 FROM cognito_import_file f WHERE f.job = j.row) AS has_file";

export class ImportJobs {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  create(userPoolId: string, name: string, roleArn: string): ImportJob {
    const id = `import-${randomBytes(20)
      .toString("base64")
      .replace(/[^0-9a-zA-Z]/g, "")
      .slice(0, 10)}`;
    this.#store.write(() =>
      this.#store
        .sql(
          `INSERT INTO cognito_import_job (id, user_pool_id, name, role_arn, status, signature, position, imported, skipped, failed,
           created_at) VALUES (?, ?, ?, ?, 'Created', ?, 0, 0, 0, 0, ?)`,
        )
        .run(id, userPoolId, name, roleArn, randomBytes(32).toString("hex"), this.#clock.now()),
    );
    return this.get(userPoolId, id);
  }

  find(id: string): ImportJob | undefined {
    const row = this.#store.sql(`SELECT ${columns} FROM cognito_import_job j WHERE id = ?`).get(id);
    return row && this.#read(row);
  }

  /** @throws ResourceNotFoundException */
  get(userPoolId: string, id: string): ImportJob {
    const job = this.find(id);
    if (job?.userPoolId !== userPoolId) throw resourceNotFound(`User import job ${id} does not exist.`);
    return job;
  }

  /** The newest first, from the first older than the row `before`; 0 begins with the newest. */
  list(userPoolId: string, before: number, limit: number): ImportJob[] {
    return this.#store
      .sql(`SELECT ${columns} FROM cognito_import_job j WHERE user_pool_id = ? AND row < ? ORDER BY row DESC LIMIT ?`)
      .all(userPoolId, before || Number.MAX_SAFE_INTEGER, limit)
      .map((row) => this.#read(row));
  }

  /** Those that were started and have not ended. */
  running(): ImportJob[] {
    return this.#store
      .sql(`SELECT ${columns} FROM cognito_import_job j WHERE ${isRunning} ORDER BY row`)
      .all()
      .map((row) => this.#read(row));
  }

  /** @throws UserImportInProgressException */
  checkNoneRunning(userPoolId: string): void {
    if (this.#store.sql(`SELECT 1 FROM cognito_import_job WHERE user_pool_id = ? AND ${isRunning}`).get(userPoolId)) {
      throw new AwsError("UserImportInProgressException", `A user import job of user pool ${userPoolId} is in progress.`);
    }
  }

  /** Stores what was changed in `job`. An ended job loses its file. */
  save(job: ImportJob): void {
    this.#store.write(() => {
      this.#store
        .sql(
          `UPDATE cognito_import_job SET status = ?, position = ?, imported = ?, skipped = ?, failed = ?, message = ?,
           started_at = ?, completed_at = ? WHERE row = ?`,
        )
        .run(
          job.status,
          job.position,
          job.imported,
          job.skipped,
          job.failed,
          job.message ?? null,
          job.startedAt ?? null,
          job.completedAt ?? null,
          job.row,
        );
      if (job.completedAt !== undefined) this.#store.sql("DELETE FROM cognito_import_file WHERE job = ?").run(job.row);
    });
  }

  /** Keeps the file of a job, in place of one that it had. */
  keepFile(job: ImportJob, csv: string): void {
    this.#store.write(() =>
      this.#store.sql("INSERT OR REPLACE INTO cognito_import_file (job, csv) VALUES (?, ?)").run(job.row, csv),
    );
  }

  fileOf(job: ImportJob): string {
    return this.#store.sql("SELECT csv FROM cognito_import_file WHERE job = ?").get(job.row)?.csv as string;
  }

  #read(row: Record<string, unknown>): ImportJob {
    const createdAt = row.created_at as number;
    const expired = row.status === "Created" && this.#clock.now() >= createdAt + expiresAfterMs;
    return {
      row: row.row as number,
      id: row.id as string,
      userPoolId: row.user_pool_id as string,
      name: row.name as string,
      roleArn: row.role_arn as string,
      status: expired ? "Expired" : (row.status as UserImportJobStatusType),
      signature: row.signature as string,
      hasFile: row.has_file === 1,
      position: row.position as number,
      imported: row.imported as number,
      skipped: row.skipped as number,
      failed: row.failed as number,
      message: (row.message as string | null) ?? undefined,
      createdAt,
      startedAt: (row.started_at as number | null) ?? undefined,
      completedAt: (row.completed_at as number | null) ?? undefined,
    };
  }
}
