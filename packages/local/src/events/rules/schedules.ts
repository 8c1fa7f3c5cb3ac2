import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { Rule, Rules } from "./rules.ts";
import { parseSchedule } from "./schedule.ts";

interface SchedulesParts {
  store: Store;
  clock: Clock;
  rules: Rules;
  /** Told of a rule whose time has come, inside `store.write`. */
  fire: (rule: Rule, time: number) => void;
}

/**
 * Fires the rules with a schedule by the clock. When a move of the clock, or the time for which the local AWS was not there, goes over
 * several times of a rule, it fires once.
 */
export class Schedules {
  readonly #parts: SchedulesParts;
  readonly #cancel = new Map<string, () => void>();

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
    parts.store.define(`
      CREATE TABLE IF NOT EXISTS events_schedule (
        bus TEXT NOT NULL, rule TEXT NOT NULL, due_at INTEGER NOT NULL, PRIMARY KEY (bus, rule),
        FOREIGN KEY (bus, rule) REFERENCES events_rule ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** Sets the next time of a rule that was put, enabled or disabled. Part of the caller's `store.write`. */
  set(rule: Rule): void {
    const { store, clock } = this.#parts;
    this.#cancel.get(rule.arn)?.();
    const dueAt =
      rule.enabled && rule.schedule !== undefined ? parseSchedule(rule.schedule, rule.createdAt)?.after(clock.now()) : undefined;
    if (dueAt === undefined) {
      store.sql("DELETE FROM events_schedule WHERE bus = ? AND rule = ?").run(rule.bus, rule.name);
      return;
    }
    store.sql("INSERT OR REPLACE INTO events_schedule VALUES (?, ?, ?)").run(rule.bus, rule.name, dueAt);
    this.#arm(rule.arn, rule.bus, rule.name, dueAt);
  }

  /** Takes up the rules of an earlier run. */
  resume(): void {
    const { store, rules } = this.#parts;
    for (const { bus, rule, due_at } of store.sql("SELECT * FROM events_schedule").all())
      this.#arm(rules.arnOf(bus as string, rule as string), bus as string, rule as string, due_at as number);
  }

  #arm(arn: string, bus: string, name: string, dueAt: number): void {
    const { store, clock, rules, fire } = this.#parts;
    const cancel = clock.at(dueAt, () =>
      store.write(() => {
        const rule = rules.find(bus, name);
        if (!rule) return;
        fire(rule, dueAt);
        this.set(rule);
      }),
    );
    this.#cancel.set(arn, cancel);
  }
}
