const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 3_600;

/** How long a step is tried, on average, before it gives up, where the onboarding says nothing else. */
export const RETRY_HORIZON_SECONDS = 86_400;

/** How long an event is waited for that may tell of an effect whose reply was lost. SES's come within seconds, and now and then later. */
export const EVENT_WAIT_SECONDS = 60;

/** An attempt that is not worth repeating before a pause: an event may tell of its effect, or the receiver asked to be left alone. */
export class PauseBeforeRetry extends Error {
  readonly seconds: number;

  constructor(message: string, seconds: number) {
    super(message);
    this.seconds = Math.max(1, Math.min(Math.ceil(seconds) || 1, LONGEST_WAIT_SECONDS));
  }
}

/** How a durable step is repeated. */
export type RetryStrategy = (error: Error, attemptsMade: number) => { shouldRetry: boolean; delay?: { seconds: number } };

/**
 * The attempts that fill `horizonSeconds` on average. They are counted, not timed, so that neither a clock that moves nor a day without
 * Lambda ends a step before it was tried.
 */
export function attemptsWithin(horizonSeconds: number): number {
  let attempts = 1;
  for (let seconds = longestWait(1) / 2; seconds <= horizonSeconds; seconds += longestWait(attempts) / 2) attempts++;
  return attempts;
}

/**
 * The retry strategy of the worker's durable steps: exponential back-off with full jitter, so that the users of one outage do not come
 * back together. Whether an error is worth it is decided before, by the step itself.
 */
export function retryUpTo(maxAttempts: number): RetryStrategy {
  return (error, attemptsMade) => {
    if (attemptsMade >= maxAttempts) return { shouldRetry: false };
    const shortest = error instanceof PauseBeforeRetry ? error.seconds : 1;
    return { shouldRetry: true, delay: { seconds: Math.max(shortest, Math.ceil(Math.random() * longestWait(attemptsMade))) } };
  };
}

function longestWait(attemptsMade: number): number {
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (attemptsMade - 1), LONGEST_WAIT_SECONDS);
}
