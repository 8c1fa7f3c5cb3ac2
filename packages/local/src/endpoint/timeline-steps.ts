import type { JournalData } from "../journal/journal.ts";

/** One step of an onboarding as its log lines tell of it. */
export interface TimelineStep {
  step: string;
  phase?: string;
  /** As last heard: done, failed, unknown, skipped, gave up, moved. */
  state: string;
  /** How often it was tried. */
  attempts: number;
  /** When it was first and last heard of, in milliseconds. */
  at: number;
  endedAt: number;
  /** Of the last attempt. */
  durationMs?: number;
  /** How often nobody could tell whether the effect had happened: `done` was resent then, `unknown` is assumed to have happened. */
  unknowns?: number;
  result?: unknown;
  error?: string;
}

/**
 * One row for a step of a phase. A step that is skipped because it is done stays done; one that runs again after it was done
 * (a further password reset, or a fault that should be seen) has a row of its own.
 */
export function foldSteps(entries: { at: number; data: JournalData["step"] }[]): TimelineStep[] {
  const rows: TimelineStep[] = [];
  for (const { at, data } of entries) {
    const row = rows.findLast(({ step, phase }) => step === data.step && phase === data.phase);
    if (row && data.state === "skipped") continue;
    if (row && row.state !== "done") update(row, at, data);
    else
      rows.push(
        update({ step: data.step, ...(data.phase && { phase: data.phase }), state: "", attempts: 0, at, endedAt: at }, at, data),
      );
  }
  return rows;
}

function update(row: TimelineStep, at: number, data: JournalData["step"]): TimelineStep {
  const { state, attempt, durationMs, unknowns, result, error } = data;
  const tried = state !== "skipped" && state !== "gave up";
  const attempts = tried ? Math.max(row.attempts, attempt ?? row.attempts + 1) : row.attempts;
  Object.assign(row, { state, attempts, endedAt: at });
  if (durationMs !== undefined) row.durationMs = durationMs;
  if (unknowns !== undefined) row.unknowns = unknowns;
  if (result !== undefined) row.result = result;
  if (error !== undefined) row.error = error;
  else if (state === "done") delete row.error;
  return row;
}
