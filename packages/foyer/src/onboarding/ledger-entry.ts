import type { Origin } from "./confirmed-user.ts";
import type { Json } from "./json.ts";

/** Names one entry: a user's own, or that of one password reset of the user. */
export interface EntryKey {
  readonly userPoolId: string;
  readonly sub: string;
  /** The id of a password reset. */
  readonly reset?: string;
}

/** `open`: under way; `complete`: nothing more will happen; `parked`: needs a person, as a step gave up or the flow stopped. */
export type EntryStatus = "open" | "complete" | "parked";

/**
 * `pending`: not finished, to be tried (again); `started`: an `unknown` effect is being tried and may have happened; `done`; `unknown`:
 * may have happened and is assumed to have; `skipped`: nothing to do for this user; `gave-up`: needs a person.
 */
export type StepState = "pending" | "started" | "done" | "unknown" | "skipped" | "gave-up";

/** What the ledger knows of one step. Times are milliseconds since the epoch. No personal data. */
export interface StepRecord {
  readonly state: StepState;
  readonly attempts: number;
  /** The start of the last attempt. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Of the attempt that finished the step. */
  readonly durationMs?: number;
  readonly result?: Json;
  /** Why the last attempt failed, or why the step was skipped. */
  readonly reason?: string;
  /** State `started`: who tries, so that only they may say how it ended. */
  readonly owner?: string;
  /** How often the outcome of this step's effect was unknown. */
  readonly unknowns?: number;
}

/** The memory of one user, for life, or of one password reset. */
export interface LedgerEntry extends EntryKey {
  readonly origin: Origin;
  readonly status: EntryStatus;
  readonly openedAt: number;
  readonly closedAt?: number;
  /** Why it is parked, or complete before its end. */
  readonly reason?: string;
  /** The declared `clientMetadata` of the confirmation. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly steps: Readonly<Record<string, StepRecord>>;
  /** The last password reset of the user, to recognise its further deliveries. */
  readonly lastReset?: { readonly id: string; readonly at: number };
}

/** True of a step that will not be tried again by itself. */
export function isFinished(record: StepRecord | undefined): boolean {
  return record !== undefined && ["done", "unknown", "skipped", "gave-up"].includes(record.state);
}
