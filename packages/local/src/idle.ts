import { setTimeout as pause } from "node:timers/promises";

const lookAgainMs = 5;

/**
 * Resolves once nothing is busy any more.
 * @param timeoutMs of real time; then it rejects.
 */
export async function untilIdle(busy: () => boolean, timeoutMs: number): Promise<void> {
  const startedAt = performance.now();
  while (busy()) {
    if (performance.now() - startedAt > timeoutMs)
      throw new Error(`Cannot wait any longer as functions are still busy after ${timeoutMs} ms`);
    await pause(lookAgainMs);
  }
}
