import { Worker } from "node:worker_threads";
import type { EngineAnswer, EngineOptions, EngineRequest } from "./engine-thread.ts";

/** HTTP status and body of an operation's answer. */
export interface EngineResult {
  status: number;
  body: string;
}

/** The DynamoDB engine in its thread, which starts with the first operation and is replaced when it fails. */
export class Engine {
  readonly #options: EngineOptions;
  #thread: Worker | undefined;
  readonly #waiting = new Map<number, PromiseWithResolvers<EngineResult>>();
  #lastId = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Starts the thread if it does not run; what is sent before it is ready waits for it. */
  start(): Worker {
    if (this.#thread) return this.#thread;
    // The same file beside this one, whether that is source or built.
    const file = import.meta.url.replace(/engine(\.[jt]s)$/, "engine-thread$1");
    // Without the options of this process: `--input-type` or `--inspect` would break or double in the thread.
    const thread = new Worker(new URL(file), { workerData: this.#options, execArgv: [] });
    thread.unref();
    thread.on("message", (answer: EngineAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("fault" in answer) waiting?.reject(answer.fault);
      else waiting?.resolve(answer);
    });
    let cause: unknown = new Error("the DynamoDB engine ended");
    thread.on("error", (error) => {
      cause = error;
    });
    thread.on("exit", () => this.#ended(thread, cause));
    this.#thread = thread;
    return thread;
  }

  /** Runs one operation on its input as JSON. Rejects if the engine fails by its own fault. */
  run(operation: string, input: string): Promise<EngineResult> {
    return this.#ask({ operation, input });
  }

  /** Removes every item; the tables stay. */
  async clear(): Promise<void> {
    // In memory, an engine that has not started holds nothing.
    if (this.#thread || this.#options.path !== undefined) await this.#ask({ clear: true });
  }

  #ask(request: { operation: string; input: string } | { clear: true }): Promise<EngineResult> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<EngineResult>();
    this.#waiting.set(id, waiting);
    this.start().postMessage({ id, ...request } satisfies EngineRequest);
    return waiting.promise;
  }

  /** Closes the store and ends the thread, by force if that takes over two seconds. */
  async stop(): Promise<void> {
    const thread = this.#thread;
    if (!thread) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    thread.once("exit", () => resolve());
    const late = setTimeout(() => void thread.terminate(), 2_000);
    thread.ref();
    thread.postMessage("close");
    await promise;
    clearTimeout(late);
  }

  #ended(thread: Worker, cause: unknown): void {
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(cause);
  }
}
