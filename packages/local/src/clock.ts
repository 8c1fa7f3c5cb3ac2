/**
 * The time of the local AWS. Everything that expires, retries or waits asks this clock and sets its timers here, so that the
 * day-3 mail can be seen now: `advance` moves the time forward and fires what became due, in order.
 */
export class Clock {
  #aheadMs: number;
  readonly #onMove: (aheadMs: number) => void;
  readonly #timers = new Set<Timer>();
  #wake: NodeJS.Timeout | undefined;

  /**
   * @param aheadMs by how much it is ahead of the machine's clock.
   * @param onMove told of that amount at each move, to keep it.
   */
  constructor(aheadMs = 0, onMove: (aheadMs: number) => void = () => {}) {
    this.#aheadMs = aheadMs;
    this.#onMove = onMove;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /** By how many milliseconds it is ahead of the machine's clock. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /**
   * Runs `fire` once the clock shows `time` (milliseconds since the epoch); at once, but never synchronously, if it is past.
   * @returns a function that cancels it.
   */
  at(time: number, fire: () => void): () => void {
    const timer = { time, fire };
    this.#timers.add(timer);
    this.#arm();
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves the clock forward by `ms` and fires every timer that this makes due, the earliest first. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`Cannot move the clock as 'ms' must be zero or more: current value is ${ms}`);
    this.#aheadMs += ms;
    this.#onMove(this.#aheadMs);
    this.#arm();
  }

  /** Forgets every timer; called when the local AWS stops. */
  stop(): void {
    this.#timers.clear();
    clearTimeout(this.#wake);
  }

  #arm(): void {
    clearTimeout(this.#wake);
    let next = Number.POSITIVE_INFINITY;
    for (const timer of this.#timers) next = Math.min(next, timer.time);
    if (next === Number.POSITIVE_INFINITY) return;
    // setTimeout overflows past 2^31-1 ms (24.8 days).
    this.#wake = setTimeout(() => this.#fireDue(), Math.min(Math.max(next - this.now(), 0), 2 ** 31 - 1));
    this.#wake.unref();
  }

  #fireDue(): void {
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.time <= now).sort((a, b) => a.time - b.time);
    for (const timer of due) {
      if (this.#timers.delete(timer)) timer.fire();
    }
    this.#arm();
  }
}

interface Timer {
  time: number;
  fire: () => void;
}
