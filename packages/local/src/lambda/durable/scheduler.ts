import { AwsError } from "../../endpoint/aws-error.ts";
import type { Backend } from "./backend.ts";
import { applyDue } from "./due-operations.ts";
import { endExecution } from "./execution-end.ts";
import type { Execution } from "./execution-table.ts";
import { beginInvocation, type Invoked, runInvocation, settleInvocation } from "./invocations.ts";

// Each invocation under way occupies a process of the function host.
const maxInvocations = 16;
// Thousands may be due at once after a clock move; others get their turn in between.
const dueBatch = 200;
const troublePauseMs = 1000;

/**
 * Drives all executions: invokes what is queued, and looks at what time has moved on. Its memory is the database; it holds
 * the ids of what is being invoked and one timer, set for the earliest moment that any execution waits for.
 */
export class Scheduler {
  readonly #backend: Backend;
  readonly #running = new Set<number>();
  #isRunning = false;
  #cancelTimer = () => {};
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  /** Begins to work; what an earlier process was invoking when it ended is invoked again. */
  start(): void {
    const { store, executions } = this.#backend;
    this.#isRunning = true;
    store.write(() => executions.requeueRunning());
    this.lookAround();
  }

  /** Invokes and sets nothing any more; what runs is left to its fate. */
  stop(): void {
    this.#isRunning = false;
    this.#cancelTimer();
  }

  /** Invokes what is queued, as far as there is room. Call it after any change of an execution from outside. */
  invokeQueued(): void {
    this.#attempt(() => {
      this.#setTimer();
      const room = maxInvocations - this.#running.size;
      if (room <= 0) return;
      const queued = this.#backend.executions.queued(maxInvocations).filter((id) => !this.#running.has(id));
      for (const id of queued.slice(0, room)) void this.#invoke(id);
    });
  }

  /** Handles whatever is due: waits that are over, executions past their time-out or their retention. */
  lookAround(): void {
    this.#attempt(() => {
      const { store, executions, clock } = this.#backend;
      const now = clock.now();
      const due = executions.due(now, dueBatch);
      store.write(() => {
        for (const id of due) this.#wake(id, now);
      });
      this.invokeQueued();
    });
  }

  #wake(id: number, now: number): void {
    const { executions } = this.#backend;
    const execution = executions.get(id);
    if (!execution) return;
    if (execution.phase === "ended") {
      executions.delete(id);
    } else if (now >= execution.expiresAt) {
      endExecution(this.#backend, execution, { status: "TIMED_OUT", error: { ErrorMessage: "The execution timed out" } });
    } else {
      applyDue(this.#backend, execution, now);
      executions.queue(id);
    }
  }

  async #invoke(id: number): Promise<void> {
    const { store, executions } = this.#backend;
    this.#running.add(id);
    try {
      const execution = executions.get(id) as Execution;
      const event = store.write(() => beginInvocation(this.#backend, execution));
      const invoked = await this.#run(execution, event);
      if (!this.#isRunning) return;
      store.write(() => settleInvocation(this.#backend, id, invoked));
    } catch (error) {
      if (this.#isRunning) this.#postpone(id, error);
      return;
    }
    this.#running.delete(id);
    this.invokeQueued();
  }

  // A version that is gone breaks the invocation as a crash does; any other error here is not the function's.
  async #run(execution: Execution, event: string): Promise<Invoked> {
    const startedAt = this.#backend.clock.now();
    try {
      return await runInvocation(this.#backend, execution, event);
    } catch (error) {
      if (!(error instanceof AwsError) || error.name !== "ResourceNotFoundException") throw error;
      const broken = { kind: "broken" as const, error: { ErrorType: error.name, ErrorMessage: error.message } };
      return { requestId: "", startedAt, outcome: broken };
    }
  }

  #setTimer(): void {
    const at = this.#backend.executions.nextWakeAt();
    if (at === undefined || at >= this.#timerAt) return; // a timer that fires too early only looks around
    this.#cancelTimer();
    this.#timerAt = at;
    this.#cancelTimer = this.#backend.clock.at(at, () => {
      this.#timerAt = Number.POSITIVE_INFINITY;
      this.lookAround();
    });
  }

  // It stays among the running for a while, so that an error that comes back does not become a busy loop.
  #postpone(id: number, error: unknown): void {
    // Lambda's own refusals are answers, not trouble.
    if (!(error instanceof AwsError)) report(error);
    const { store, executions, clock } = this.#backend;
    clock.at(clock.now() + troublePauseMs, () =>
      this.#attempt(() => {
        store.write(() => executions.requeue(id));
        this.#running.delete(id);
        this.invokeQueued();
      }),
    );
  }

  // The disk may be full for a while: nothing is given up, and the process goes on.
  #attempt(work: () => void): void {
    if (!this.#isRunning) return;
    try {
      work();
    } catch (error) {
      report(error);
      const { clock } = this.#backend;
      clock.at(clock.now() + troublePauseMs, () => this.#attempt(work));
    }
  }
}

function report(error: unknown): void {
  const stack = error instanceof Error ? (error.stack ?? "").split("\n").slice(1, 6).join("\n") : "";
  console.error(
    `foyer: durable executions cannot go on for now: ${error instanceof Error ? error.name : typeof error}\n${stack}`,
  );
}
