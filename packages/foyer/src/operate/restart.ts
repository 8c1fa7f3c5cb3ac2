import { describeError } from "../onboarding/failure.ts";
import type { Json } from "../onboarding/json.ts";
import { isGeneration } from "../onboarding/ledger.ts";
import type { LedgerEntry } from "../onboarding/ledger-entry.ts";
import { pkOf } from "../onboarding/ledger-table.ts";
import { startWorker } from "../onboarding/start-worker.ts";
import { OperateError, type Operator } from "./operator.ts";

/**
 * Opens the entry again, with the named steps pending, and gives it a fresh execution, which replaces the one before: that one ends at
 * its next step. @param resumes how often in a row the sweep has done so
 * @returns false if the entry was changed meanwhile, and nothing was done
 */
export async function restart(operator: Operator, entry: LedgerEntry, steps: readonly string[], resumes = 0): Promise<boolean> {
  const worker = await operator.worker();
  const generation = entry.generation ?? 0;
  const set = ["#status = :open", "generation = :next", "resumes = :resumes"];
  const when = [isGeneration(generation), "#status = :status"];
  const names: Record<string, string> = {};
  const values: Record<string, Json> = {
    ":open": "open",
    ":status": entry.status,
    ":generation": generation,
    ":next": generation + 1,
    ":resumes": resumes,
  };
  for (const [index, step] of steps.entries()) {
    const { state, attempts = 0, replay } = entry.steps[step] ?? { state: "pending" };
    names[`#step${index}`] = step;
    values[`:state${index}`] = state;
    values[`:record${index}`] = { state: "pending", attempts, ...(replay && { replay }) };
    set.push(`steps.#step${index} = :record${index}`);
    when.push(`steps.#step${index}.#state = :state${index}`);
  }
  const change = { update: `SET ${set.join(", ")} REMOVE closedAt, reason, dueAt`, when: when.join(" AND "), names, values };
  if (!(await operator.ledger.table.update(pkOf(entry), change))) return false;
  try {
    await startWorker(entry, { generation: generation + 1, worker });
  } catch (error) {
    throw new OperateError(
      `The entry is open again, but the worker could not be started, which a sweep will do: ${describeError(error)}`,
    );
  }
  return true;
}
