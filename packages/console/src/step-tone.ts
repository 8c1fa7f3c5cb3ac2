import type { Tone } from "./ui/badge.tsx";

/** How a step's state looks, and what a person calls it. */
export interface StepLook {
  tone: Tone;
  says: string;
}

const looks: Record<string, StepLook> = {
  done: { tone: "good", says: "done" },
  failed: { tone: "warn", says: "failed, to be tried again" },
  unknown: { tone: "warn", says: "may have happened" },
  skipped: { tone: "idle", says: "skipped" },
  "gave up": { tone: "bad", says: "gave up" },
  "gave-up": { tone: "bad", says: "gave up" },
  moved: { tone: "info", says: "moved to the background" },
  started: { tone: "info", says: "being tried" },
  pending: { tone: "idle", says: "not yet" },
};

/** The look of a state as the journal (`gave up`) or the ledger (`gave-up`) names it. */
export function stepLook(state: string): StepLook {
  return looks[state] ?? { tone: "idle", says: state };
}
