import { createHash } from "node:crypto";
import type { Store } from "../store/store.ts";
import { checkStandIn, isFor, type StandIn } from "./stand-in.ts";

/** A stand-in that is set, and what it did so far. */
export type SetStandIn = StandIn & {
  id: string;
  /** Requests that it is for. */
  seen: number;
  /** Requests that it answered. */
  answered: number;
};

/** The stand-ins for servers of others, kept over restarts. The first that is for a request and not spent answers it. */
export class StandIns {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS outside_stand_in (
        position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, stand_in TEXT NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0
      ) STRICT;
    `);
  }

  /** @returns its id. @throws {StandInError} */
  add(wanted: StandIn): string {
    const standIn = checkStandIn(wanted);
    const id = standIn.id ?? this.#newId();
    this.#store.write(() => {
      this.remove(id);
      this.#store.sql("INSERT INTO outside_stand_in (id, stand_in) VALUES (?, ?)").run(id, JSON.stringify(standIn));
    });
    return id;
  }

  /** @returns false if there is none of that id. */
  remove(id: string): boolean {
    return this.#store.write(() => this.#store.sql("DELETE FROM outside_stand_in WHERE id = ?").run(id).changes > 0);
  }

  clear(): void {
    this.#store.write(() => this.#store.sql("DELETE FROM outside_stand_in").run());
  }

  /** Those that are set or spent, in the order in which they are asked. */
  list(): SetStandIn[] {
    return this.#store
      .sql("SELECT id, stand_in, seen, answered FROM outside_stand_in ORDER BY position")
      .all()
      .map(({ id, stand_in, seen, answered }) => ({
        ...(JSON.parse(stand_in as string) as StandIn),
        id: id as string,
        seen: seen as number,
        answered: answered as number,
      }));
  }

  /** The one that answers a request, and counts it. */
  take(request: { method: string; url: string }): SetStandIn | undefined {
    return this.#store.write(() => {
      for (const each of this.list()) {
        const isSpent = each.answered >= (each.count ?? Number.POSITIVE_INFINITY);
        if (isSpent || !isFor(each, request)) continue;
        const answers = dice(each.id, each.seen) < (each.probability ?? 1);
        this.#store
          .sql("UPDATE outside_stand_in SET seen = seen + 1, answered = answered + ? WHERE id = ?")
          .run(answers ? 1 : 0, each.id);
        if (answers) return each;
      }
      return undefined;
    });
  }

  #newId(): string {
    const used = new Set(this.list().map(({ id }) => id));
    let n = 1;
    while (used.has(`stand-in-${n}`)) n++;
    return `stand-in-${n}`;
  }
}

/** A number from 0 up to but not including 1 that depends on nothing but the stand-in and how many requests it has seen. */
function dice(id: string, seen: number): number {
  return createHash("sha256").update(`${id} ${seen}`).digest().readUInt32BE() / 2 ** 32;
}
