import { setTimeout as delay } from "node:timers/promises";

/** Lets through so many requests a second, and after a pause as many at once. */
export class TokenBucket {
  readonly #perSecond: number;
  #tokens: number;
  #filledAt = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
  }

  /** Waits until one more request may go, or until the signal is aborted. */
  async take(signal?: AbortSignal): Promise<void> {
    const now = performance.now();
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((now - this.#filledAt) / 1_000) * this.#perSecond) - 1;
    this.#filledAt = now;
    if (this.#tokens < 0) await delay((-this.#tokens / this.#perSecond) * 1_000, undefined, { signal }).catch(() => {});
  }
}
