import type { EntryKey, LedgerEntry, StepRecord, StepState } from "../onboarding/ledger-entry.ts";
import { OperateError, type Operator } from "./operator.ts";
import { restart } from "./restart.ts";

/** What is to become of one step. */
export interface PlannedStep {
  readonly step: string;
  readonly state: StepState;
  /** Whether it is tried (again). */
  readonly runs: boolean;
  /** Trying it could repeat an effect, or undo what somebody did since: it needs `force`. */
  readonly needsForce: boolean;
  /** Why, for the operator. */
  readonly why: string;
}

/** What a replay does, or would do. */
export interface ReplayPlan {
  readonly entry: LedgerEntry;
  readonly steps: readonly PlannedStep[];
  /** Whether there is anything to do. */
  readonly runs: boolean;
  readonly needsForce: boolean;
}

export interface ReplayOptions {
  /** Only this step; else every step that gave up. Steps that are not finished run in any case. */
  step?: string;
  /** Runs steps whose effect could double. */
  force?: boolean;
  /** Only plans. */
  dryRun?: boolean;
}

/**
 * Replays a user's onboarding, or one password reset: what gave up is tried again in a fresh execution, which keeps what is done and does
 * not wait again. Without `force` it does nothing where an effect could double.
 * @returns the plan, and whether it was started
 * @throws {OperateError} if there is no such entry or step, or somebody else changed the entry at the same time
 */
export async function replay(
  operator: Operator,
  key: EntryKey,
  options: ReplayOptions = {},
): Promise<ReplayPlan & { started: boolean }> {
  const plan = planReplay(await entryOf(operator, key), options.step);
  if (options.dryRun || !plan.runs || (plan.needsForce && !options.force)) return { ...plan, started: false };
  const again = plan.steps
    .filter(({ runs, state }) => runs && state !== "pending" && state !== "started")
    .map(({ step }) => step);
  if (!(await restart(operator, plan.entry, again)))
    throw new OperateError("Cannot replay as the entry changed at the same time: look at it again");
  return { ...plan, started: true };
}

/** What a replay of the entry would do, without doing it. @throws {OperateError} if the entry has no such step */
export function planReplay(entry: LedgerEntry, step?: string): ReplayPlan {
  if (step !== undefined && !entry.steps[step])
    throw new OperateError(`Cannot replay step '${step}' as the entry has none of that name: it has ${names(entry)}`);
  const steps = Object.entries(entry.steps).map(([name, record]) => planStep(name, record, step));
  // A flow that stopped by a fault of its own has no step to show for it.
  const runs = steps.some((each) => each.runs) || entry.status === "parked";
  return { entry, steps, runs, needsForce: steps.some(({ needsForce }) => needsForce) };
}

/** The entry. @throws {OperateError} if there is none */
export async function entryOf(operator: Operator, key: EntryKey): Promise<LedgerEntry> {
  const entry = await operator.ledger.get(key);
  if (!entry)
    throw new OperateError(`There is no entry of user ${key.sub}${key.reset === undefined ? "" : ` for reset ${key.reset}`}`);
  return entry;
}

/** The step names of an entry, for a message. */
export function names({ steps }: LedgerEntry): string {
  return Object.keys(steps).join(", ") || "none yet";
}

function planStep(step: string, record: StepRecord, asked: string | undefined): PlannedStep {
  const { state } = record;
  if (state === "pending" || state === "started") return { step, state, runs: true, needsForce: false, why: "is not finished" };
  const runs = asked === undefined ? state === "gave-up" : step === asked;
  if (!runs) return { step, state, runs, needsForce: false, why: "stays as it is" };
  return { step, state, runs, ...risk(record) };
}

/** What trying a finished step again could do. */
function risk({ state, replay, unknowns = 0, happened }: StepRecord): { needsForce: boolean; why: string } {
  if (state === "skipped") return { needsForce: false, why: "was skipped: its effect has not happened" };
  if (replay === "safe" || replay === "keyed") {
    if (state === "done") return { needsForce: true, why: "is done: what somebody changed since would be undone or repeated" };
    return { needsForce: false, why: replay === "safe" ? "converges, however often it runs" : "is recognised by its key" };
  }
  if (state === "done" || happened) return { needsForce: true, why: "happened: its effect would double" };
  if (state === "unknown" || unknowns > 0) return { needsForce: true, why: "may have happened: its effect could double" };
  return { needsForce: false, why: "has not happened" };
}
