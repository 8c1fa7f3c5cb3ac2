import type { LedgerEntry } from "../onboarding/ledger-entry.ts";
import { pkOf } from "../onboarding/ledger-table.ts";
import { startWorker } from "../onboarding/start-worker.ts";
import type { Operator } from "./operator.ts";
import { restart } from "./restart.ts";

/** A live execution is looked at again after this time. */
const LOOK_AGAIN_MS = 3_600_000;

/** So many executions in a row may die before the user is parked: something kills each of them. */
const MAX_RESUMES = 5;

/**
 * Sees to an entry that is open too long. Its execution is started if there is none. One that has ended and left the entry open (stopped,
 * failed, forgotten by Lambda) is replaced.
 * @returns undefined if the entry changed meanwhile
 */
export async function checkOverdue(
  operator: Operator,
  entry: LedgerEntry,
): Promise<"running" | "resumed" | "parked" | undefined> {
  const { generation = 0, resumes = 0 } = entry;
  const worker = await operator.worker();
  const arn = await startWorker(entry, { generation, worker });
  if (arn !== undefined && (await isRunning(operator, arn))) {
    const change = {
      update: "SET dueAt = :dueAt",
      when: "#status = :open",
      values: { ":dueAt": operator.now() + LOOK_AGAIN_MS, ":open": "open" },
    };
    await operator.ledger.table.update(pkOf(entry), change);
    return "running";
  }
  // It closes the entry before it ends, so what is open now has been left.
  const now = await operator.ledger.get(entry);
  if (now?.status !== "open" || (now.generation ?? 0) !== generation) return undefined;
  if (resumes >= MAX_RESUMES) {
    const reason = `${MAX_RESUMES + 1} executions in a row ended without finishing`;
    return (await operator.ledger.close(entry, "parked", { reason, generation })) ? "parked" : undefined;
  }
  return (await restart(operator, now, [], resumes + 1)) ? "resumed" : undefined;
}

async function isRunning(operator: Operator, arn: string): Promise<boolean> {
  const { client } = await operator.worker();
  const { GetDurableExecutionCommand } = await import("../onboarding/sdk/lambda.ts");
  try {
    const { Status } = await client.send(new GetDurableExecutionCommand({ DurableExecutionArn: arn }));
    return Status === "RUNNING";
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}
