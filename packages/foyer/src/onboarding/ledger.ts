import type { DynamoDBClient, DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import type { Origin } from "./confirmed-user.ts";
import type { Json } from "./json.ts";
import type { EntryKey, EntryStatus, LedgerEntry, StepRecord } from "./ledger-entry.ts";
import { type Change, LedgerTable, pkOf } from "./ledger-table.ts";

/** Deliveries of a password reset within this time are one reset: Cognito's three attempts, which carry no id. */
const ONE_RESET_MS = 60_000;

/**
 * The per-user memory that makes running again harmless: one DynamoDB item for each user for life, and one for each password reset. It
 * changes by conditional updates of single items only, so it needs no transaction.
 */
export class Ledger {
  readonly table: LedgerTable;
  readonly #now: () => number;

  /** `client`, `aws` and `now` are for commands that choose an account or endpoint; the handlers use Lambda's environment and time. */
  constructor(options: { tableName?: string; client?: DynamoDBClient; aws?: DynamoDBClientConfig; now?: () => number } = {}) {
    this.table = new LedgerTable(options);
    this.#now = options.now ?? (() => Date.now());
  }

  /** The entry, read consistently, or undefined if there is none. */
  async get(key: EntryKey, signal?: AbortSignal): Promise<LedgerEntry | undefined> {
    return (await this.table.get(pkOf(key), signal)) as LedgerEntry | undefined;
  }

  /**
   * Opens the entry if there is none.
   * @param about `steps` are those that are to run; with `completeBecause` nothing is to run, and the entry says why
   * @returns the entry if it was opened now, undefined if there is one
   */
  async open(
    key: EntryKey,
    about: {
      origin: Origin;
      metadata?: Record<string, string>;
      steps: Readonly<Record<string, StepRecord>>;
      completeBecause?: string | undefined;
    },
    signal?: AbortSignal,
  ): Promise<LedgerEntry | undefined> {
    const { origin, metadata = {}, steps, completeBecause } = about;
    const openedAt = this.#now();
    const end = completeBecause === undefined ? {} : { status: "complete" as const, closedAt: openedAt, reason: completeBecause };
    const entry: LedgerEntry = { ...key, origin, status: "open", openedAt, metadata, steps, ...end };
    return (await this.table.create(pkOf(key), entry as unknown as Record<string, Json>, signal)) ? entry : undefined;
  }

  /** Corrects how the user came, where that is learned a moment after an open entry was made. */
  async learnOrigin(key: EntryKey, origin: Origin, signal?: AbortSignal): Promise<void> {
    const values = { ":origin": origin, ":open": "open" };
    await this.table.update(pkOf(key), { update: "SET origin = :origin", when: "#status = :open", values }, signal);
  }

  /** Adds steps that the entry does not know of: the file got them since, or whoever opened it did not know the file. */
  async declare(key: EntryKey, steps: Readonly<Record<string, StepRecord>>): Promise<void> {
    for (const [step, record] of Object.entries(steps)) {
      await this.table.update(pkOf(key), {
        update: "SET steps.#step = :record",
        when: "attribute_exists(pk) AND attribute_not_exists(steps.#step)",
        names: { "#step": step },
        values: { ":record": json(record) },
      });
    }
  }

  /**
   * Claims an `unknown` step before its effect. @param interrupted the claim to take over, whose owner is gone
   * @returns false if somebody else holds it or it is finished
   */
  async claim(key: EntryKey, step: string, claim: StepRecord, interrupted?: StepRecord, signal?: AbortSignal): Promise<boolean> {
    const free = {
      when: "attribute_exists(pk) AND (attribute_not_exists(steps.#step) OR steps.#step.#state = :pending)",
      values: { ":pending": "pending" },
    };
    const theirs = {
      when: "steps.#step.#state = :started AND steps.#step.#owner = :owner AND steps.#step.startedAt = :startedAt",
      values: { ":started": "started", ":owner": interrupted?.owner ?? "", ":startedAt": interrupted?.startedAt ?? 0 },
    };
    const { when, values } = interrupted ? theirs : free;
    const change = {
      update: "SET steps.#step = :record",
      when,
      names: { "#step": step },
      values: { ...values, ":record": json(claim) },
    };
    if (await this.table.update(pkOf(key), change, signal)) return true;
    // The AWS SDK retries a write whose answer was lost: then it is our own claim that refuses the second.
    const found = (await this.get(key, signal))?.steps[step];
    return found?.state === "started" && found.owner === claim.owner && found.startedAt === claim.startedAt;
  }

  /**
   * Writes how an attempt of a step ended, unless the step is finished. @param owner the claim that must still be held
   * @returns false if nothing was written: another attempt finished the step before, or the entry is gone
   */
  async record(key: EntryKey, step: string, record: StepRecord, owner?: string, signal?: AbortSignal): Promise<boolean> {
    const unfinished = "(attribute_not_exists(steps.#step) OR steps.#step.#state IN (:pending, :started))";
    const change = {
      update: "SET steps.#step = :record",
      when: `attribute_exists(pk) AND ${unfinished}${owner ? " AND steps.#step.#owner = :owner" : ""}`,
      names: { "#step": step },
      values: { ":record": json(record), ":pending": "pending", ":started": "started", ...(owner && { ":owner": owner }) },
    };
    if (await this.table.update(pkOf(key), change, signal)) return true;
    // As in `claim`: the write that refuses may be our own.
    const found = (await this.get(key, signal))?.steps[step];
    return found?.state === record.state && found.owner === record.owner && found.startedAt === record.startedAt;
  }

  /**
   * Writes down that the effect of an `unknown` step happened after all, as an event tells: its attempt is under way, or ended without
   * anybody knowing. @param generation of the entry when it was tried
   * @returns false if nothing was in doubt
   */
  async settle(key: EntryKey, step: string, generation: number, result: Json): Promise<boolean> {
    const inDoubt =
      "(steps.#step.#state IN (:started, :assumed) OR (steps.#step.#state = :pending AND steps.#step.unknowns > :none))";
    const names = { "#step": step, "#replay": "replay", "#result": "result", "#reason": "reason" };
    const change = {
      update:
        "SET steps.#step.#state = :done, steps.#step.#result = :result, steps.#step.endedAt = :now, steps.#step.unknowns = :none " +
        "REMOVE steps.#step.#reason",
      when: `attribute_exists(pk) AND ${isGeneration(generation)} AND steps.#step.#replay = :unknown AND ${inDoubt}`,
      names,
      values: {
        ":done": "done",
        ":result": result,
        ":now": this.#now(),
        ":none": 0,
        ":unknown": "unknown",
        ":started": "started",
        ":assumed": "unknown",
        ":pending": "pending",
        ":generation": generation,
      },
    };
    return this.table.update(pkOf(key), change);
  }

  /** Notes what became of the effect of a step that is done. @returns false if it is not, or not of this generation */
  async note(key: EntryKey, step: string, generation: number, reason: string): Promise<boolean> {
    const change = {
      update: "SET steps.#step.#reason = :reason",
      when: `${isGeneration(generation)} AND steps.#step.#state = :done`,
      names: { "#step": step, "#reason": "reason" },
      values: { ":reason": reason, ":done": "done", ":generation": generation },
    };
    return this.table.update(pkOf(key), change);
  }

  /**
   * Notes when a wait of the flow ends, at its first call, and gives the moment that was noted then. The entry is not overdue before.
   * @param wait which of the flow's waits
   */
  async wait(key: EntryKey, wait: string, until: number): Promise<number> {
    const noted = (await this.get(key))?.waits;
    if (noted?.[wait] !== undefined) return noted[wait];
    // A nested path can be set only where its map exists.
    const change: Omit<Change, "when"> = noted
      ? { update: "SET dueAt = :until, waits.#wait = :until", names: { "#wait": wait }, values: { ":until": until } }
      : { update: "SET dueAt = :until, waits = :waits", values: { ":until": until, ":waits": { [wait]: until } } };
    await this.table.update(pkOf(key), { ...change, when: "attribute_exists(pk)" });
    return until;
  }

  /** Ends an open entry. @param by `generation`: of the execution that ends it. @returns false if it was not open, or was taken over */
  async close(
    key: EntryKey,
    status: Exclude<EntryStatus, "open">,
    by: { reason?: string; generation?: number; signal?: AbortSignal } = {},
  ): Promise<boolean> {
    const { reason, generation = 0, signal } = by;
    const change = {
      update: `SET #status = :status, closedAt = :now${reason ? ", reason = :reason" : ""} REMOVE dueAt`,
      when: `#status = :open AND ${isGeneration(generation)}`,
      values: {
        ":status": status,
        ":open": "open",
        ":now": this.#now(),
        ":generation": generation,
        ...(reason && { ":reason": reason }),
      },
    };
    return this.table.update(pkOf(key), change, signal);
  }

  /**
   * The id of the password reset that is delivered at `now`: the one before if that was less than a minute ago, as it is the same
   * reset delivered again, else a new one. The user's entry must exist.
   */
  async resetId(user: EntryKey, now: number, signal?: AbortSignal): Promise<string> {
    const id = now.toString(36);
    const change = {
      update: "SET lastReset = :reset",
      when: "attribute_exists(pk) AND (attribute_not_exists(lastReset) OR lastReset.#at <= :before)",
      values: { ":reset": { id, at: now }, ":before": now - ONE_RESET_MS },
    };
    const isNew = await this.table.update(pkOf(user), change, signal);
    return isNew ? id : ((await this.get(user, signal))?.lastReset?.id ?? id);
  }
}

/** The condition that an entry is of `:generation`, in the words of DynamoDB. An entry without one is of the first, 0. */
export function isGeneration(generation: number): string {
  return generation === 0 ? "(attribute_not_exists(generation) OR generation = :generation)" : "generation = :generation";
}

function json(record: StepRecord): Json {
  return record as unknown as Json;
}
