import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import type { StateMachine } from "./state-machines.ts";

export interface StateExecution {
  id: number;
  arn: string;
  machineArn: string;
  name: string;
  input: string;
  status: "RUNNING" | "ABORTED";
  /** Milliseconds since the epoch. */
  startedAt: number;
  stoppedAt: number | undefined;
  error: string | undefined;
  cause: string | undefined;
}

/** A name is free again so long after its execution has ended. */
const nameKeptMs = 90 * 86_400_000;

/** The executions of all state machines. */
export class StateExecutions {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS states_execution (
        id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL,
        status TEXT NOT NULL, started_at INTEGER NOT NULL, stopped_at INTEGER, error TEXT, cause TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS states_execution_by_machine ON states_execution (machine_arn, id);
    `);
  }

  /**
   * Starts an execution. A name that runs with the same input is the answer as it is.
   * @throws ExecutionAlreadyExists when the name runs with another input, or has ended in the last 90 days
   */
  start(machine: StateMachine, name: string, input: string): StateExecution {
    const arn = `${machine.arn.replace(":stateMachine:", ":execution:")}:${name}`;
    const now = this.#clock.now();
    return this.#store.write(() => {
      const there = this.find(arn);
      if (there?.status === "RUNNING" && there.input === input) return there;
      if (there && !(there.stoppedAt !== undefined && there.stoppedAt <= now - nameKeptMs)) {
        throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
      }
      this.#store.sql("DELETE FROM states_execution WHERE arn = ?").run(arn);
      this.#store
        .sql(`INSERT INTO states_execution (arn, machine_arn, name, input, status, started_at) VALUES (?, ?, ?, ?, 'RUNNING', ?)`)
        .run(arn, machine.arn, name, input, now);
      return this.get(arn);
    });
  }

  find(arn: string): StateExecution | undefined {
    const row = this.#store.sql("SELECT * FROM states_execution WHERE arn = ?").get(arn);
    return row && read(row);
  }

  /** @throws ExecutionDoesNotExist */
  get(arn: string): StateExecution {
    const execution = this.find(arn);
    if (!execution) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Ends an execution if it runs. @returns when it has ended */
  stop(arn: string, error: string | undefined, cause: string | undefined): number {
    const { stoppedAt } = this.get(arn);
    if (stoppedAt !== undefined) return stoppedAt;
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql("UPDATE states_execution SET status = 'ABORTED', stopped_at = ?, error = ?, cause = ? WHERE arn = ?")
        .run(now, error ?? null, cause ?? null, arn),
    );
    return now;
  }

  /** The newest first. @param before the id that the page before ended with */
  list(
    machineArn: string,
    { status, before = Number.MAX_SAFE_INTEGER, limit }: { status?: string; before?: number; limit: number },
  ): StateExecution[] {
    return this.#store
      .sql(
        `SELECT * FROM states_execution WHERE machine_arn = ?1 AND id < ?2 AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4`,
      )
      .all(machineArn, before, status ?? null, limit)
      .map(read);
  }

  /** Forgets every execution. */
  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM states_execution").run());
  }
}

function read(row: Record<string, unknown>): StateExecution {
  return {
    id: row.id as number,
    arn: row.arn as string,
    machineArn: row.machine_arn as string,
    name: row.name as string,
    input: row.input as string,
    status: row.status as StateExecution["status"],
    startedAt: row.started_at as number,
    stoppedAt: (row.stopped_at as number | null) ?? undefined,
    error: (row.error as string | null) ?? undefined,
    cause: (row.cause as string | null) ?? undefined,
  };
}
