/** What becomes of one step in a replay, as `/_foyer/replay/<sub>` says it. */
export interface PlannedStep {
  step: string;
  state: string;
  runs: boolean;
  /** Trying it could repeat an effect, or undo what somebody did since. */
  needsForce: boolean;
  why: string;
}

/** What a replay does, or would do. */
export interface ReplayPlan {
  entry: { status: string; reason?: string };
  steps: PlannedStep[];
  runs: boolean;
  needsForce: boolean;
  started: boolean;
}
