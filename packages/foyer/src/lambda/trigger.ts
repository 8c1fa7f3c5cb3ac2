import { isConfirmation, readEvent } from "../onboarding/event.ts";
import { describeError } from "../onboarding/failure.ts";
import { Ledger } from "../onboarding/ledger.ts";
import type { EntryKey } from "../onboarding/ledger-entry.ts";
import type { Onboarding } from "../onboarding/onboarding.ts";
import { learnPlace } from "../onboarding/place.ts";
import { lambdaClient } from "../onboarding/start-worker.ts";
import { checkBudget, startBudget } from "./budget.ts";
import { Delivery, EntryNotOpened } from "./delivery.ts";
import { log } from "./log.ts";
import { over } from "./over.ts";

/** What a deployment may choose about the trigger. */
export interface TriggerOptions {
  /** The time until the answer, cold start included but for a second at least: at most 4,000 ms; default 3,500. */
  budgetMs?: number;
  /**
   * What the caller of Cognito sees when the user's ledger entry cannot be opened. `answer`, the default: nothing, and the worker is
   * started without it. `throw`: an error, although the user is confirmed.
   */
  ifEntryCannotOpen?: "answer" | "throw";
}

/**
 * The handler of the post confirmation trigger. It answers within its budget with the event that it was given, whatever hangs, throws or
 * is malformed: the user is confirmed already, and an error could only frighten them.
 */
export function triggerHandler(onboarding: Onboarding, options: TriggerOptions = {}) {
  const budgetMs = checkBudget(options.budgetMs ?? 3_500);
  const ledger = new Ledger();
  // While Lambda starts the function, loading costs the least.
  void Promise.allSettled([ledger.table.warm(), lambdaClient()]);

  return async <Event>(
    event: Event,
    context?: { awsRequestId?: string; invokedFunctionArn?: string; getRemainingTimeInMillis?(): number },
  ): Promise<Event> => {
    learnPlace(context?.invokedFunctionArn);
    using budget = startBudget(budgetMs, context?.getRemainingTimeInMillis?.());
    const confirmation = readEvent(event);
    if (!confirmation) {
      if (isConfirmation(event)) failed("the event names no user", {});
      return event;
    }
    const delivery = new Delivery(onboarding, ledger, budget, confirmation, context?.awsRequestId ?? "trigger");
    try {
      const answered = await Promise.race([delivery.handle().then(() => true), over(budget.answer)]);
      if (!answered) failed("the budget was over before the worker was started", delivery.key);
    } catch (error) {
      failed("the trigger failed", delivery.key, error, Object.values(confirmation.userAttributes));
      if (error instanceof EntryNotOpened && options.ifEntryCannotOpen === "throw") throw error;
    }
    return event;
  };
}

function failed(message: string, key: Partial<EntryKey>, error?: unknown, userValues?: readonly string[]): void {
  log({
    level: "error",
    message,
    ...key,
    ...(error !== undefined && { error: describeError(error, userValues) }),
    metric: "TriggerFailures",
  });
}
