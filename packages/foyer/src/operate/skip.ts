import type { EntryKey, LedgerEntry, StepState } from "../onboarding/ledger-entry.ts";
import { pkOf } from "../onboarding/ledger-table.ts";
import { OperateError, type Operator } from "./operator.ts";
import { entryOf, names } from "./replay.ts";
import { restart } from "./restart.ts";

/** What the skip of a step did, or would do. */
export interface Skip {
  readonly entry: LedgerEntry;
  readonly state: StepState;
  /** The user was parked and goes on, in a fresh execution. */
  readonly goesOn: boolean;
}

/**
 * Skips a step that is not done: it is never tried again by itself. A parked user goes on without it.
 * @throws {OperateError} if there is no such entry or step, the step is finished, or somebody else changed it at the same time
 */
export async function skip(
  operator: Operator,
  key: EntryKey,
  step: string,
  options: { /** Only checks. */ dryRun?: boolean } = {},
): Promise<Skip> {
  const entry = await entryOf(operator, key);
  const record = entry.steps[step];
  if (!record) throw new OperateError(`Cannot skip step '${step}' as the entry has none of that name: it has ${names(entry)}`);
  const { state, attempts, replay } = record;
  if (!["pending", "started", "gave-up"].includes(state))
    throw new OperateError(`Cannot skip step '${step}' as it is finished: current value is ${state}`);
  const answer = { entry, state, goesOn: entry.status === "parked" };
  if (options.dryRun) return answer;
  const skipped = {
    state: "skipped",
    attempts,
    ...(replay && { replay }),
    reason: "skipped by an operator",
    endedAt: operator.now(),
  };
  const change = {
    update: "SET steps.#step = :record",
    when: "steps.#step.#state = :state",
    names: { "#step": step },
    values: { ":record": skipped, ":state": state },
  };
  const isSkipped = await operator.ledger.table.update(pkOf(entry), change);
  if (!isSkipped || (answer.goesOn && !(await restart(operator, entry, []))))
    throw new OperateError(`Cannot skip step '${step}' as the entry changed at the same time: look at it again`);
  return answer;
}
