import type { Target } from "@aws-sdk/client-eventbridge";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { type EventPattern, parsePattern } from "./event-pattern.ts";

/** What is to happen when an event comes, or at a time. */
export interface Rule {
  bus: string;
  name: string;
  arn: string;
  pattern: string | undefined;
  schedule: string | undefined;
  enabled: boolean;
  description: string | undefined;
  roleArn: string | undefined;
  /** Milliseconds since the epoch: when it was put first. */
  createdAt: number;
}

/** A target as PutTargets was given it. */
export type RuleTarget = Target & { Id: string; Arn: string };

/** The rules of the buses, and their targets. */
export class Rules {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: { region: string; accountId: string };
  readonly #patterns = new Map<string, EventPattern>();

  constructor(store: Store, clock: Clock, place: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS events_rule (
        bus TEXT NOT NULL, name TEXT NOT NULL, pattern TEXT, schedule TEXT, enabled INTEGER NOT NULL, description TEXT, role_arn TEXT,
        created_at INTEGER NOT NULL, PRIMARY KEY (bus, name)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS events_target (
        bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, arn TEXT NOT NULL, target TEXT NOT NULL,
        PRIMARY KEY (bus, rule, id), FOREIGN KEY (bus, rule) REFERENCES events_rule ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
    `);
  }

  arnOf(bus: string, name: string): string {
    const { region, accountId } = this.#place;
    return `arn:aws:events:${region}:${accountId}:rule/${bus === "default" ? "" : `${bus}/`}${name}`;
  }

  /** Makes a rule, or changes it: what is not given is then not set any more. */
  put(rule: Omit<Rule, "arn" | "createdAt">): void {
    const { bus, name, pattern, schedule, enabled, description, roleArn } = rule;
    this.#store.write(() =>
      this.#store
        .sql(
          `INSERT INTO events_rule VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO UPDATE SET
           pattern = ?3, schedule = ?4, enabled = ?5, description = ?6, role_arn = ?7`,
        )
        .run(
          bus,
          name,
          pattern ?? null,
          schedule ?? null,
          enabled ? 1 : 0,
          description ?? null,
          roleArn ?? null,
          this.#clock.now(),
        ),
    );
  }

  find(bus: string, name: string): Rule | undefined {
    const row = this.#store.sql("SELECT * FROM events_rule WHERE bus = ? AND name = ?").get(bus, name);
    return row && this.#read(row);
  }

  /** By name. */
  list(bus: string): Rule[] {
    return this.#store
      .sql("SELECT * FROM events_rule WHERE bus = ? ORDER BY name")
      .all(bus)
      .map((row) => this.#read(row));
  }

  /** Those of the default bus with a schedule, enabled or not. */
  scheduled(): Rule[] {
    return this.#store
      .sql("SELECT * FROM events_rule WHERE schedule IS NOT NULL ORDER BY name")
      .all()
      .map((row) => this.#read(row));
  }

  /** With its targets. */
  delete(bus: string, name: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM events_rule WHERE bus = ? AND name = ?").run(bus, name));
  }

  setEnabled({ bus, name }: Rule, enabled: boolean): void {
    this.#store.write(() =>
      this.#store.sql("UPDATE events_rule SET enabled = ? WHERE bus = ? AND name = ?").run(enabled ? 1 : 0, bus, name),
    );
  }

  putTarget({ bus, name }: Rule, target: RuleTarget): void {
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO events_target VALUES (?, ?, ?, ?, ?)")
        .run(bus, name, target.Id, target.Arn, JSON.stringify(target)),
    );
  }

  /** @returns false if there was none. */
  removeTarget({ bus, name }: Rule, id: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store.sql("DELETE FROM events_target WHERE bus = ? AND rule = ? AND id = ?").run(bus, name, id),
    );
    return changes > 0;
  }

  /** By id. */
  targetsOf({ bus, name }: Rule): RuleTarget[] {
    return this.#store
      .sql("SELECT target FROM events_target WHERE bus = ? AND rule = ? ORDER BY id")
      .all(bus, name)
      .map(({ target }) => JSON.parse(target as string));
  }

  /** The names of the rules of a bus that have a target of this ARN, in order. */
  namesByTarget(bus: string, targetArn: string): string[] {
    return this.#store
      .sql("SELECT DISTINCT rule FROM events_target WHERE bus = ? AND arn = ? ORDER BY rule")
      .all(bus, targetArn)
      .map(({ rule }) => rule as string);
  }

  /** The pattern of a rule, read once for each text. */
  patternOf({ pattern }: Rule): EventPattern | undefined {
    if (pattern === undefined) return undefined;
    const parsed = this.#patterns.get(pattern) ?? parsePattern(pattern);
    this.#patterns.set(pattern, parsed);
    return parsed;
  }

  #read(row: Record<string, unknown>): Rule {
    const [bus, name] = [row.bus as string, row.name as string];
    return {
      bus,
      name,
      arn: this.arnOf(bus, name),
      pattern: (row.pattern as string | null) ?? undefined,
      schedule: (row.schedule as string | null) ?? undefined,
      enabled: row.enabled === 1,
      description: (row.description as string | null) ?? undefined,
      roleArn: (row.role_arn as string | null) ?? undefined,
      createdAt: row.created_at as number,
    };
  }
}
