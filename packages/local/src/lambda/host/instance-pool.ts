import { type InitError, Instance, type InstanceOptions } from "./instance.ts";
import type { Invocation } from "./invocation.ts";

// More than that many invocations of one version at once wait for their turn.
const maxInstances = 10;
// A process costs about 100 MB and a cold start: while short invocations come back sooner than this, one more would not help.
const patienceMs = 50;
// Lambda keeps an idle environment for some minutes.
const idleTimeoutMs = 300_000;

export interface PoolOptions extends Omit<InstanceOptions, "onIdle" | "onEnd"> {
  /** An instance was started or ended. */
  onChange(instance: Instance, change: "started" | "ended"): void;
}

/**
 * The instances of one version, and the invocations that wait for one. Whoever becomes free takes the head of the queue; while the
 * head has waited for longer than a short invocation takes, one more instance is started at a time. So a burst of short invocations
 * is served by few processes, and invocations that hang still run beside each other.
 */
export class InstancePool {
  readonly #options: PoolOptions;
  readonly #queue: { invocation: Invocation; queuedAt: number }[] = [];
  readonly #instances = new Set<Instance>();
  /** Idle ones, the last used at the end, with the timer that ends them. */
  readonly #idle = new Map<Instance, NodeJS.Timeout>();
  #starting: Instance | undefined;
  #patience: NodeJS.Timeout | undefined;
  /** Those that end once they are idle, though the pool goes on. */
  readonly #leaving = new Set<Instance>();
  /** When the latest instance came up: it is given the time to show that it is enough. */
  #grownAt = 0;
  /** Newer code has taken its place. */
  isRetired = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** How many invocations wait or run. */
  get size(): number {
    return this.#queue.length + this.#instances.size - this.#idle.size;
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0 && this.#instances.size === 0;
  }

  run(invocation: Invocation): void {
    this.#queue.push({ invocation, queuedAt: performance.now() });
    this.#dispatch();
  }

  /** From now on instances end as soon as they are idle. */
  retire(): void {
    this.isRetired = true;
    for (const instance of this.#idle.keys()) this.#endIdle(instance);
  }

  /** Ends every instance once it is idle, so that who comes next gets a cold start. */
  coolDown(): void {
    for (const instance of this.#instances) this.#leaving.add(instance);
    for (const instance of this.#idle.keys()) this.#endIdle(instance);
  }

  /** Abandons what waits and runs, and ends all processes. */
  stop(cause: unknown): Promise<void> {
    return this.#abandon([...this.#instances], cause);
  }

  /** Abandons what waits and runs; processes that are idle stay. */
  interrupt(cause: unknown): Promise<void> {
    return this.#abandon(
      [...this.#instances].filter((instance) => instance.invocation),
      cause,
    );
  }

  async #abandon(instances: Instance[], cause: unknown): Promise<void> {
    for (const { invocation } of this.#queue.splice(0)) invocation.abandon(cause);
    for (const instance of instances) {
      instance.invocation?.abandon(cause);
      instance.invocation = undefined;
      instance.process.kill();
    }
    await Promise.all(instances.map((instance) => instance.ended));
  }

  #dispatch(): void {
    for (const instance of [...this.#idle.keys()].reverse()) {
      const next = this.#queue.shift();
      if (!next) return;
      clearTimeout(this.#idle.get(instance));
      this.#idle.delete(instance);
      instance.run(next.invocation);
    }
    this.#startIfNeeded();
  }

  #startIfNeeded(): void {
    clearTimeout(this.#patience);
    const head = this.#queue[0];
    if (!head || this.#starting || this.#instances.size >= maxInstances) return;
    const leftMs = this.#instances.size === 0 ? 0 : Math.max(head.queuedAt, this.#grownAt) + patienceMs - performance.now();
    if (leftMs <= 0) this.#start();
    else this.#patience = setTimeout(() => this.#startIfNeeded(), leftMs);
  }

  #start(): void {
    const instance: Instance = new Instance({
      ...this.#options,
      onIdle: () => this.#nowIdle(instance),
      onEnd: (initError) => this.#nowEnded(instance, initError),
    });
    this.#starting = instance;
    this.#instances.add(instance);
    this.#options.onChange(instance, "started");
  }

  #nowIdle(instance: Instance): void {
    if (this.#starting === instance) {
      this.#starting = undefined;
      this.#grownAt = performance.now();
    }
    if (this.#leaving.has(instance)) {
      instance.process.kill();
      return;
    }
    const timer = setTimeout(() => this.#endIdle(instance), idleTimeoutMs);
    timer.unref();
    this.#idle.set(instance, timer);
    this.#dispatch();
    if (this.isRetired && this.#idle.has(instance)) this.#endIdle(instance);
  }

  #endIdle(instance: Instance): void {
    clearTimeout(this.#idle.get(instance));
    this.#idle.delete(instance);
    instance.process.kill();
  }

  #nowEnded(instance: Instance, initError: InitError | undefined): void {
    clearTimeout(this.#idle.get(instance));
    this.#idle.delete(instance);
    this.#instances.delete(instance);
    this.#leaving.delete(instance);
    if (this.#starting === instance) this.#starting = undefined;
    // The start was made for the invocation at the head; who comes next gets a start of its own.
    const next = initError && this.#queue.shift();
    if (next) instance.failWithInit(next.invocation, initError);
    this.#options.onChange(instance, "ended");
    this.#dispatch();
  }
}
