import { performance } from "node:perf_hooks";

/** True once the turn has taken its time. */
export type IsOver = () => boolean;

// Short beside what else one round of the event loop does.
const turnMs = 2;

/**
 * Shares the event loop between those who have much to do and everybody else: whoever goes on when his turn is over waits for his next one,
 * and one such turn is given in each round of the loop, first come, first served.
 */
export class Turns {
  readonly #waiting: ((isOver: IsOver) => void)[] = [];

  /** Begins a turn without waiting. */
  start(): IsOver {
    const endsAt = performance.now() + turnMs;
    return () => performance.now() > endsAt;
  }

  /** Waits for a turn. */
  next(): Promise<IsOver> {
    const { promise, resolve } = Promise.withResolvers<IsOver>();
    this.#waiting.push(resolve);
    if (this.#waiting.length === 1) setImmediate(() => this.#give());
    return promise;
  }

  #give(): void {
    this.#waiting.shift()?.(this.start());
    if (this.#waiting.length > 0) setImmediate(() => this.#give());
  }
}
