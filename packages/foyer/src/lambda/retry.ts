/** The attempts of a step before it gives up: about a day, half an hour of it until the waits are at their longest. */
export const MAX_ATTEMPTS = 60;

const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 3_600;

/**
 * The retry strategy of the worker's durable steps: exponential back-off with full jitter, so that the users of one outage do not come
 * back together. Whether an error is worth it is decided before, by the step itself.
 */
export function retryLater(_error: Error, attemptsMade: number): { shouldRetry: boolean; delay?: { seconds: number } } {
  if (attemptsMade >= MAX_ATTEMPTS) return { shouldRetry: false };
  const longest = Math.min(FIRST_WAIT_SECONDS * 2 ** (attemptsMade - 1), LONGEST_WAIT_SECONDS);
  return { shouldRetry: true, delay: { seconds: Math.max(1, Math.ceil(Math.random() * longest)) } };
}
