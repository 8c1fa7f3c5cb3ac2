import { OnboardingError } from "../onboarding/errors.ts";

/** Cognito waits five seconds for a trigger, cold start included. */
const COGNITO_MS = 5_000;

/** The largest budget: what is left of Cognito's time pays for the way there and back. */
const MAX_MS = 4_000;

/** What a cold start leaves at least: with less, nothing could be done for the user at all. */
const MIN_MS = 1_000;

/** Kept for starting the worker after the steps. */
const START_WORKER_MS = 700;

/** Kept between our answer and Lambda's own timeout, if the function has a shorter one. */
const ANSWER_MS = 200;

let coldStart = true;

/** The time that one invocation of the trigger has. */
export interface Budget {
  /** Aborted when the steps must stop, early enough to start the worker. */
  readonly steps: AbortSignal;
  /** Aborted when the trigger must answer. */
  readonly answer: AbortSignal;
  /** Ends the timers. */
  [Symbol.dispose](): void;
}

/** Checks the budget of a handler: at most 4,000 ms. */
export function checkBudget(budgetMs: number): number {
  if (!(budgetMs > 0 && budgetMs <= MAX_MS))
    throw new OnboardingError(
      `Cannot make the trigger as 'budgetMs' must be above 0 and at most ${MAX_MS}: current value is ${budgetMs}`,
    );
  return budgetMs;
}

/** Starts the clock of an invocation. @param remainingMs until Lambda ends the function, where known */
export function startBudget(budgetMs: number, remainingMs = Number.POSITIVE_INFINITY): Budget {
  const leftMs = Math.max(budgetMs - coldStartMs(), Math.min(MIN_MS, budgetMs));
  const answerMs = Math.max(Math.min(leftMs, remainingMs - ANSWER_MS), 1);
  const steps = new AbortController();
  const answer = new AbortController();
  const timers = [
    setTimeout(() => steps.abort(), Math.max(answerMs - START_WORKER_MS, answerMs / 2)),
    setTimeout(() => answer.abort(), answerMs),
  ];
  return {
    steps: steps.signal,
    answer: answer.signal,
    [Symbol.dispose]: () => timers.forEach(clearTimeout),
  };
}

/**
 * What of Cognito's time went into starting this process, counted in its first invocation only. Lambda may also start a process that no
 * call waits for; that one cannot be told from a slow start.
 */
function coldStartMs(): number {
  if (!coldStart) return 0;
  coldStart = false;
  const age = performance.now();
  // An older process was started ahead of the call: had Cognito waited for it, it would have given up by now.
  return age < COGNITO_MS ? age : 0;
}
