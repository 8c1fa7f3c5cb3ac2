import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { Call, Operation, Service } from "../endpoint/service.ts";
import type { Journal } from "../journal/journal.ts";
import type { Store } from "../store/store.ts";
import { operations } from "./operations/index.ts";
import { type DeadLetter, Deliveries, type DeliverToTarget } from "./rules/deliveries.ts";
import { Router } from "./rules/router.ts";
import { type Rule, Rules } from "./rules/rules.ts";
import { Schedules } from "./rules/schedules.ts";

/** An event as it was published. */
export interface PublishedEvent {
  eventId: string;
  /** Milliseconds since the epoch: when it was put. */
  at: number;
  /** The event's own time in milliseconds, which the publisher may set. */
  time: number;
  bus: string;
  source: string;
  detailType: string;
  detail: Record<string, unknown>;
  resources: string[];
  /** The user it is about: of the invocation that put it, else `detail.sub`. */
  sub?: string;
  invocationId?: string;
}

export interface EventBus {
  name: string;
  description?: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
}

/** Every event that was put, the buses, and what their rules do with events. */
export class Events {
  readonly region: string;
  readonly accountId: string;
  readonly rules: Rules;
  readonly schedules: Schedules;
  readonly deliveries: Deliveries;
  readonly #router: Router;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #journal: Journal;

  constructor({ store, clock, journal, region = "us-east-1", accountId = "000000000000", deliver, deadLetter }: EventsParts) {
    this.#store = store;
    this.#clock = clock;
    this.#journal = journal;
    this.region = region;
    this.accountId = accountId;
    store.define(`
      CREATE TABLE IF NOT EXISTS events_event (
        id INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, time INTEGER NOT NULL, bus TEXT NOT NULL,
        source TEXT NOT NULL, detail_type TEXT NOT NULL, detail TEXT NOT NULL, resources TEXT NOT NULL, sub TEXT, invocation_id TEXT
      );
      CREATE INDEX IF NOT EXISTS events_event_by_sub ON events_event (sub, id) WHERE sub IS NOT NULL;
      CREATE TABLE IF NOT EXISTS events_bus (name TEXT PRIMARY KEY, description TEXT, created_at INTEGER NOT NULL);
    `);
    this.rules = new Rules(store, clock, { region, accountId });
    this.deliveries = new Deliveries({ store, clock, deliver, deadLetter });
    this.#router = new Router({ rules: this.rules, deliveries: this.deliveries, region, accountId });
    this.schedules = new Schedules({ store, clock, rules: this.rules, fire: (rule, time) => this.#fire(rule, time) });
    if (!this.bus("default")) this.createBus("default");
  }

  /** Records one event, journals it and routes it by the rules of its bus, in one write. @returns its event id. */
  put(event: Omit<PublishedEvent, "eventId" | "at" | "time"> & { time?: number | undefined }): string {
    const eventId = randomUUID();
    const { source, detailType, sub, invocationId } = event;
    const at = this.#clock.now();
    this.#store.write(() => {
      this.#store
        .sql(
          `INSERT INTO events_event (event_id, at, time, bus, source, detail_type, detail, resources, sub, invocation_id)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          eventId,
          at,
          event.time ?? at,
          event.bus,
          source,
          detailType,
          JSON.stringify(event.detail),
          JSON.stringify(event.resources),
          sub ?? null,
          invocationId ?? null,
        );
      const about = { ...(sub !== undefined && { sub }), ...(invocationId !== undefined && { invocationId }) };
      this.#journal.record("event.put", about, { eventId, source, detailType });
      this.#router.route({ ...event, eventId, at, time: event.time ?? at });
    });
    return eventId;
  }

  /** A scheduled event is its rule's alone: no other rule is asked. */
  #fire(rule: Rule, time: number): void {
    const about = { bus: rule.bus, source: "aws.events", detailType: "Scheduled Event", detail: {}, resources: [rule.arn] };
    this.#router.send(rule, { ...about, eventId: randomUUID(), at: this.#clock.now(), time });
  }

  /** The newest events first, those about one user if `sub` is given. */
  list({ sub, limit = 1000 }: { sub?: string | undefined; limit?: number | undefined } = {}): PublishedEvent[] {
    return this.#store
      .sql(`SELECT * FROM events_event ${sub === undefined ? "" : "WHERE sub = ?"} ORDER BY id DESC LIMIT ?`)
      .all(...(sub === undefined ? [] : [sub]), limit)
      .map(toEvent);
  }

  /** The newest first, those whose source, type, user, id or detail holds `search`; `total` is of all of them. */
  page({ search, offset, limit }: { search: string; offset: number; limit: number }): {
    total: number;
    events: PublishedEvent[];
  } {
    const condition =
      search === ""
        ? ""
        : "WHERE instr(lower(source || ' ' || detail_type || ' ' || event_id || ' ' || coalesce(sub, '') || ' ' || detail), ?) > 0";
    const values = search === "" ? [] : [search.toLowerCase()];
    const total = this.#store.sql(`SELECT count(*) AS total FROM events_event ${condition}`).get(...values)?.total as number;
    const rows = this.#store
      .sql(`SELECT * FROM events_event ${condition} ORDER BY id DESC LIMIT ? OFFSET ?`)
      .all(...values, limit, offset);
    return { total, events: rows.map(toEvent) };
  }

  find(eventId: string): PublishedEvent | undefined {
    const row = this.#store.sql("SELECT * FROM events_event WHERE event_id = ?").get(eventId);
    return row && toEvent(row);
  }

  /** @returns false if there is one of this name. */
  createBus(name: string, description?: string): boolean {
    const { changes } = this.#store.write(() =>
      this.#store
        .sql("INSERT OR IGNORE INTO events_bus (name, description, created_at) VALUES (?, ?, ?)")
        .run(name, description ?? null, this.#clock.now()),
    );
    return changes > 0;
  }

  bus(name: string): EventBus | undefined {
    const row = this.#store.sql("SELECT * FROM events_bus WHERE name = ?").get(name);
    return row && toBus(row);
  }

  /** In alphabetical order. */
  buses(): EventBus[] {
    return this.#store.sql("SELECT * FROM events_bus ORDER BY name").all().map(toBus);
  }

  busArn(name: string): string {
    return `arn:aws:events:${this.region}:${this.accountId}:event-bus/${name}`;
  }

  /** Removes every event, and what is on its way to a target; buses and rules stay. */
  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM events_event").run());
    this.deliveries.clear();
  }

  /** Takes up deliveries and schedules of an earlier run. Call it once functions can run. */
  resume(): void {
    this.deliveries.resume();
    this.schedules.resume();
  }
}

interface EventsParts {
  store: Store;
  clock: Clock;
  journal: Journal;
  region?: string | undefined;
  accountId?: string | undefined;
  /** Hands an event to the target of a rule. */
  deliver: DeliverToTarget;
  deadLetter: DeadLetter;
}

/** @see Events */
export function createEvents(parts: EventsParts): Events {
  return new Events(parts);
}

export function eventsService(events: Events): Service {
  const table: Record<string, (events: Events, input: never, call: Call) => unknown> = operations;
  const bound = Object.entries(table).map(([name, operation]): [string, Operation] => [
    name,
    (input, call) => operation(events, input as never, call),
  ]);
  return { name: "events", operations: Object.fromEntries(bound) };
}

function toEvent(row: Record<string, unknown>): PublishedEvent {
  return {
    eventId: row.event_id as string,
    at: row.at as number,
    time: row.time as number,
    bus: row.bus as string,
    source: row.source as string,
    detailType: row.detail_type as string,
    detail: JSON.parse(row.detail as string),
    resources: JSON.parse(row.resources as string),
    ...(row.sub !== null && { sub: row.sub as string }),
    ...(row.invocation_id !== null && { invocationId: row.invocation_id as string }),
  };
}

function toBus(row: Record<string, unknown>): EventBus {
  return {
    name: row.name as string,
    ...(row.description !== null && { description: row.description as string }),
    createdAt: row.created_at as number,
  };
}
