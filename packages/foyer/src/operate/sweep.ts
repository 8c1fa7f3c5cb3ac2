import { describeError } from "../onboarding/failure.ts";
import type { EntryKey } from "../onboarding/ledger-entry.ts";
import type { Onboarding } from "../onboarding/onboarding.ts";
import { type MissingUser, missingUsers, onboard } from "./missing-users.ts";
import type { Operator } from "./operator.ts";
import { checkOverdue } from "./overdue.ts";
import { TokenBucket } from "./token-bucket.ts";

/** An entry is overdue when it is open for longer than this. */
const OPEN_FOR_MS = 3_600_000;

/** Where a sweep stopped. Plain JSON. */
export interface SweepCursor {
  readonly phase: "entries" | "users";
  /** The page to begin with; absent for the first. */
  readonly page?: string;
}

/** The counts of a sweep, so far. */
export interface SweepProgress {
  readonly phase: SweepCursor["phase"];
  /** Pages of the ledger and the pool that were looked at. */
  readonly pages: number;
  /** Users of the pool that were looked at. */
  readonly users: number;
  /** Entries that were open too long. */
  readonly overdue: number;
  /** When Foyer first heard of the user of the oldest of them, in milliseconds since the epoch. */
  readonly oldestOpenedAt?: number;
  /** Of these: an execution is under way; a fresh execution was started; parked, as one execution after the other had died. */
  readonly running: number;
  readonly resumed: number;
  readonly parked: number;
  /** Confirmed users without an entry, and how many of them were onboarded. */
  readonly missing: number;
  readonly opened: number;
  /** Users who could not be helped now, and why the last of them could not. */
  readonly failed: number;
  readonly lastError?: string;
  /** Parked since the progress before. */
  readonly justParked: readonly EntryKey[];
  /** Where to go on; absent when the sweep is over. */
  readonly cursor?: SweepCursor;
}

export interface SweepOptions {
  /** Fills new entries with the steps to come. Without it the worker does so. */
  onboarding?: Onboarding;
  /** Leaves users alone who were created before this moment, in milliseconds since the epoch. */
  usersSince?: number;
  /** How long an entry must have been open. Default an hour. */
  openForMs?: number;
  /** Only counts. */
  dryRun?: boolean;
  /** Of requests to list and to start. Default 25. */
  requestsPerSecond?: number;
  /** Items of one page of the ledger. */
  pageSize?: number;
  /** Where an earlier sweep stopped. */
  cursor?: SweepCursor;
  /** Stops it: the last progress then says where. */
  signal?: AbortSignal;
}

/**
 * Finds whoever was missed: entries open too long, whose executions it starts or replaces; then confirmed users of the pool without an
 * entry, whom it onboards. Goes page by page, in bounded memory, and is harmless to stop anywhere and to repeat. Gives its progress
 * after each page.
 */
export async function* sweep(operator: Operator, options: SweepOptions = {}): AsyncGenerator<SweepProgress> {
  const { signal, dryRun = false, openForMs = OPEN_FOR_MS } = options;
  const bucket = new TokenBucket(options.requestsPerSecond ?? 25);
  const counts = { pages: 0, users: 0, overdue: 0, running: 0, resumed: 0, parked: 0, missing: 0, opened: 0, failed: 0 };
  const state: { justParked: EntryKey[]; lastError?: string; oldestOpenedAt?: number } = { justParked: [] };
  let at: SweepCursor | undefined = options.cursor ?? { phase: "entries" };

  /** Helps users one after the other. @returns false if it was stopped before the last */
  async function each<T>(all: readonly T[], help: (one: T) => Promise<void>): Promise<boolean> {
    for (const one of all) {
      if (!dryRun) await bucket.take(signal);
      if (signal?.aborted) return false;
      await help(one).catch((error) => {
        counts.failed++;
        state.lastError = describeError(error);
      });
    }
    return true;
  }

  while (at && !signal?.aborted) {
    const { phase, page }: SweepCursor = at;
    let next: SweepCursor | undefined;
    let finished: boolean;
    await bucket.take(signal);
    if (phase === "entries") {
      const filter = { status: "open", overdueAt: operator.now() - openForMs } as const;
      const found = await operator.ledger.table.page(operator.userPoolId, filter, { cursor: page, limit: options.pageSize });
      finished = await each(found.entries, async (entry) => {
        counts.overdue++;
        state.oldestOpenedAt = Math.min(state.oldestOpenedAt ?? entry.openedAt, entry.openedAt);
        if (dryRun) return;
        const end = await checkOverdue(operator, entry);
        if (end) counts[end]++;
        if (end === "parked") state.justParked.push(entry);
      });
      next = found.cursor === undefined ? { phase: "users" } : { phase, page: found.cursor };
    } else {
      const found = await missingUsers(operator, { page, usersSince: options.usersSince });
      counts.users += found.users;
      finished = await each(found.missing, async (user: MissingUser) => {
        counts.missing++;
        if (dryRun) return;
        await onboard(operator, user, options.onboarding);
        counts.opened++;
      });
      next = found.next === undefined ? undefined : { phase, page: found.next };
    }
    counts.pages++;
    if (finished) at = next;
    yield { phase, ...counts, ...state, ...(at && { cursor: at }) };
    state.justParked = [];
    if (!finished) return;
  }
}
