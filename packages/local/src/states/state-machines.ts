import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";

export interface StateMachine {
  name: string;
  arn: string;
  /** Amazon States Language, as it was given. */
  definition: string;
  roleArn: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** The state machines by name, all of them of type STANDARD. */
export class StateMachines {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #arnPrefix: string;

  constructor(store: Store, clock: Clock, { region, accountId }: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#arnPrefix = `arn:aws:states:${region}:${accountId}:stateMachine:`;
    store.define(`
      CREATE TABLE IF NOT EXISTS states_machine (
        name TEXT PRIMARY KEY, definition TEXT NOT NULL, role_arn TEXT NOT NULL, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  }

  find(name: string): StateMachine | undefined {
    const row = this.#store.sql("SELECT * FROM states_machine WHERE name = ?").get(name);
    return row && this.#read(row);
  }

  /** By name. */
  list(): StateMachine[] {
    return this.#store
      .sql("SELECT * FROM states_machine ORDER BY name")
      .all()
      .map((row) => this.#read(row));
  }

  /** @throws InvalidArn, StateMachineDoesNotExist */
  at(arn: string): StateMachine {
    if (!/^arn:[\w-]+:states:[\w-]+:\d+:stateMachine:.+$/.test(arn)) throw new AwsError("InvalidArn", `Invalid Arn: '${arn}'`);
    const machine = arn.startsWith(this.#arnPrefix) ? this.find(arn.slice(this.#arnPrefix.length)) : undefined;
    if (!machine) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  create({ name, definition, roleArn }: Pick<StateMachine, "name" | "definition" | "roleArn">): StateMachine {
    const createdAt = this.#clock.now();
    this.#store.write(() =>
      this.#store.sql("INSERT INTO states_machine VALUES (?, ?, ?, ?)").run(name, definition, roleArn, createdAt),
    );
    return { name, definition, roleArn, createdAt, arn: this.#arnPrefix + name };
  }

  #read(row: Record<string, unknown>): StateMachine {
    const name = row.name as string;
    return {
      name,
      arn: this.#arnPrefix + name,
      definition: row.definition as string,
      roleArn: row.role_arn as string,
      createdAt: row.created_at as number,
    };
  }
}

/** @throws InvalidName for what neither a state machine nor an execution may be called */
export function checkName(name: string): void {
  // Length and signs as the API reference lists them.
  if (/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) return;
  throw new AwsError("InvalidName", `Invalid Name: '${name}'`);
}
