import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";

/** Tells those who wait for the end of an execution to look again; only executions that somebody waits for are held here. */
export class EndSignals {
  readonly #store: Store;
  readonly #waiting = new Map<number, PromiseWithResolvers<void>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Resolves after the next signal for this execution; rejects if the local AWS stops. */
  next(execution: number): Promise<void> {
    let waiting = this.#waiting.get(execution);
    if (!waiting) {
      waiting = Promise.withResolvers();
      this.#waiting.set(execution, waiting);
    }
    return waiting.promise;
  }

  /** Signals once what has been written is on disk, or could not be. */
  signal(execution: number): void {
    const waiting = this.#waiting.get(execution);
    if (!waiting) return;
    this.#waiting.delete(execution);
    this.#store.committed().then(waiting.resolve, waiting.resolve);
  }

  /** Nothing will be signalled any more. */
  stop(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(new AwsError("ServiceException", "The local AWS stops before the durable execution has ended", { status: 500 }));
    }
    this.#waiting.clear();
  }
}
