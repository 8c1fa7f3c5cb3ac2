import type { JournalEntry } from "@foyer/local";

// A shorter wait is a step that is tried again soon.
const settledWaitMs = 60_000;
const attemptsOfCognito = 3;

/**
 * Whether, after a confirmation, nothing more will happen by itself soon: the trigger had its last attempt, no invocation is under
 * way, and every execution has ended or waits for a minute or longer.
 * @param entries those about one user since before the confirmation.
 */
export function isSettled(entries: readonly JournalEntry[]): boolean {
  let triggered = false;
  const running = new Set<string>();
  const waitingUntil = new Map<string, number>();
  for (const { type, data, invocationId } of entries) {
    if (type === "trigger.answered" && data.triggerSource.startsWith("PostConfirmation_")) {
      triggered ||= data.outcome !== "no-answer" || data.attempt >= attemptsOfCognito;
    }
    if (type === "invocation.started" && invocationId) running.add(invocationId);
    if (type === "invocation.ended" && invocationId) running.delete(invocationId);
    if (type === "execution.started") waitingUntil.set(data.executionArn, 0);
    if (type === "execution.waiting") waitingUntil.set(data.executionArn, data.until);
    if (type === "execution.ended") waitingUntil.delete(data.executionArn);
  }
  const lastAt = entries.at(-1)?.at ?? 0;
  return triggered && running.size === 0 && [...waitingUntil.values()].every((until) => until - lastAt >= settledWaitMs);
}
