import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** How the mails that name it are sent, and who hears of them. */
export interface ConfigurationSet {
  name: string;
  sendingEnabled: boolean;
  destinations: EventDestination[];
}

/** An EventBridge bus that hears what becomes of mails; as on AWS it is always the default one. */
export interface EventDestination {
  name: string;
  enabled: boolean;
  /** SES's words: `SEND`, `DELIVERY`, `BOUNCE`, … */
  eventTypes: string[];
  eventBusArn: string;
}

/** The configuration sets and their event destinations. */
export class ConfigurationSets {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.define(`
      CREATE TABLE IF NOT EXISTS ses_configuration_set (
        name TEXT PRIMARY KEY, sending_enabled INTEGER NOT NULL, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS ses_event_destination (
        configuration_set TEXT NOT NULL REFERENCES ses_configuration_set ON DELETE CASCADE, name TEXT NOT NULL,
        enabled INTEGER NOT NULL, event_types TEXT NOT NULL, event_bus_arn TEXT NOT NULL, PRIMARY KEY (configuration_set, name)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** @returns false if there is one of this name. */
  create(name: string, sendingEnabled: boolean): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("INSERT OR IGNORE INTO ses_configuration_set (name, sending_enabled, created_at) VALUES (?, ?, ?)")
        .run(name, sendingEnabled ? 1 : 0, this.#clock.now()),
    );
    return changes > 0;
  }

  get(name: string): ConfigurationSet | undefined {
    const row = this.#store.sql("SELECT * FROM ses_configuration_set WHERE name = ?").get(name);
    return row && { name, sendingEnabled: row.sending_enabled === 1, destinations: this.#destinationsOf(name) };
  }

  /** Pauses or resumes the mails of one set. */
  setSendingEnabled(name: string, enabled: boolean): void {
    this.#store.write(() =>
      this.#store.sql("UPDATE ses_configuration_set SET sending_enabled = ? WHERE name = ?").run(enabled ? 1 : 0, name),
    );
  }

  /** @returns false if there was none. */
  delete(name: string): boolean {
    const { changes } = this.#store.write(() => this.#store.sql("DELETE FROM ses_configuration_set WHERE name = ?").run(name));
    return changes > 0;
  }

  /** @returns false if the set has a destination of this name. */
  addDestination(set: string, { name, enabled, eventTypes, eventBusArn }: EventDestination): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql(
          `INSERT OR IGNORE INTO ses_event_destination (configuration_set, name, enabled, event_types, event_bus_arn)
           VALUES (?, ?, ?, ?, ?)`,
        )
        .run(set, name, enabled ? 1 : 0, JSON.stringify(eventTypes), eventBusArn),
    );
    return changes > 0;
  }

  #destinationsOf(set: string): EventDestination[] {
    return this.#store
      .sql("SELECT * FROM ses_event_destination WHERE configuration_set = ? ORDER BY name")
      .all(set)
      .map(({ name, enabled, event_types, event_bus_arn }) => ({
        name: name as string,
        enabled: enabled === 1,
        eventTypes: JSON.parse(event_types as string),
        eventBusArn: event_bus_arn as string,
      }));
  }
}

/** SES's words for a set that is not there. @returns the message of the error, which v1 and v2 name differently */
export function noConfigurationSet(name: string): string {
  return `Configuration set <${name}> does not exist.`;
}
