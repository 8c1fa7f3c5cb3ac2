import type { Origin } from "./confirmed-user.ts";
import type { Json } from "./json.ts";
import type { Replay } from "./step.ts";

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
  /** How its effect may be repeated: what a replay may do by itself. Absent where only older entries know of the step. */
  readonly replay?: Replay;
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
  /** State `gave-up`: the effect happened all the same, as when its result could not be stored. */
  readonly happened?: true;
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
  /** How often the entry was given a fresh execution, which replaces the one before: by a replay, or because that one had ended. */
  readonly generation?: number;
  /** How often in a row the sweep had to give it a fresh execution. */
  readonly resumes?: number;
  /** When the flow's waits end, by duration, so that a fresh execution does not wait from the beginning. */
  readonly waits?: Readonly<Record<string, number>>;
  /** An open entry is not overdue before this moment: its flow waits, or the sweep has found its execution alive. */
  readonly dueAt?: number;
}

/** The steps of a new entry: each pending, with how its effect may be repeated. */
export function pendingSteps(steps: readonly { name: string; step: { replay: Replay } }[]): Record<string, StepRecord> {
  return Object.fromEntries(steps.map(({ name, step }) => [name, { state: "pending", attempts: 0, replay: step.replay }]));
}

/** True of a step that will not be tried again by itself. */
export function isFinished(record: StepRecord | undefined): boolean {
  return record !== undefined && ["done", "unknown", "skipped", "gave-up"].includes(record.state);
}
