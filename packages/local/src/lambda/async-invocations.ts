import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";
import type { AsyncOutcome, Destinations } from "./destinations.ts";
import type { InvocationResult } from "./host/invocation.ts";

/** An event that a function is to be invoked with later. */
export interface AsyncInvocation {
  invocationId: string;
  /** The ARN that the caller used; an alias is followed anew at each attempt. */
  invokedArn: string;
  /** JSON. */
  payload: string;
  sub?: string | undefined;
}

interface AsyncInvocationsOptions {
  store: Store;
  clock: Clock;
  /** Runs one attempt. */
  run(invocation: AsyncInvocation): Promise<InvocationResult>;
  /** Know how often and how long a function is tried, and who is told of the end. */
  destinations: Destinations;
}

// Lambda's waits before the second and the third attempt; after that the event is dropped.
const retryDelaysMs = [60_000, 120_000];
const defaultMaxAgeSeconds = 21_600;

/**
 * Asynchronous invocations: on disk before the caller hears of them, and there until they succeeded, the function failed as often as it
 * may, or Lambda could not run it before the event was too old.
 */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  #isStopped = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    options.store.define(`
      CREATE TABLE IF NOT EXISTS lambda_async_invocation (
        invocation_id TEXT PRIMARY KEY, invoked_arn TEXT NOT NULL, payload TEXT NOT NULL, sub TEXT,
        attempts INTEGER NOT NULL, due_at INTEGER NOT NULL
      );
      CREATE TABLE IF NOT EXISTS lambda_async_acceptance (
        invocation_id TEXT PRIMARY KEY REFERENCES lambda_async_invocation ON DELETE CASCADE, at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** Stores the invocation and starts it once it is on disk. */
  add({ invocationId, invokedArn, payload, sub }: AsyncInvocation): void {
    const { store, clock } = this.#options;
    const now = clock.now();
    store.write(() => {
      store
        .sql("INSERT INTO lambda_async_invocation VALUES (?, ?, ?, ?, 0, ?)")
        .run(invocationId, invokedArn, payload, sub ?? null, now);
      store.sql("INSERT INTO lambda_async_acceptance VALUES (?, ?)").run(invocationId, now);
    });
    void this.#attempt(invocationId);
  }

  /** Takes up what was under way or waited when the local AWS ended. Call it once, when functions can run. */
  resume(): void {
    const rows = this.#options.store.sql("SELECT invocation_id, due_at FROM lambda_async_invocation ORDER BY due_at").all();
    for (const row of rows) this.#schedule(row.invocation_id as string, row.due_at as number);
  }

  /** No attempt starts from now on, and none that fails because of the end is counted. */
  stop(): void {
    this.#isStopped = true;
  }

  #schedule(invocationId: string, dueAt: number, refusals = 0): void {
    this.#options.clock.at(dueAt, () => void this.#attempt(invocationId, refusals));
  }

  async #attempt(invocationId: string, refusals = 0): Promise<void> {
    const { store, run } = this.#options;
    try {
      await store.committed();
    } catch {
      return; // it was never stored, and its caller has been told so
    }
    const kept = this.#isStopped ? undefined : this.#find(invocationId);
    if (!kept) return;
    try {
      const answer = await run(kept);
      if (answer.functionError === undefined) this.#end(kept, "Success", kept.attempts + 1, answer);
      else this.#retry(kept, answer);
    } catch (error) {
      if (this.#isStopped) return; // the event stays for the next start
      // The function was deleted meanwhile.
      if (error instanceof AwsError && error.name === "ResourceNotFoundException") return this.#remove(invocationId);
      // Of Lambda's own errors and throttles it tries again after 1 s, 2 s, 4 s … 5 min.
      this.#postpone(kept, Math.min(1000 * 2 ** refusals, 300_000), 0, undefined, refusals + 1);
    }
  }

  #retry(kept: Kept, answer: InvocationResult): void {
    const { retries = retryDelaysMs.length } = this.#options.destinations.configOf(kept.invokedArn);
    const delayMs = kept.attempts < retries ? retryDelaysMs[kept.attempts] : undefined;
    if (delayMs === undefined) this.#end(kept, "RetriesExhausted", kept.attempts + 1, answer);
    else this.#postpone(kept, delayMs, 1, answer);
  }

  #postpone(kept: Kept, delayMs: number, attempts: number, answer?: InvocationResult, refusals?: number): void {
    const { store, clock, destinations } = this.#options;
    const { invocationId } = kept;
    const dueAt = clock.now() + delayMs;
    const { maxAgeSeconds = defaultMaxAgeSeconds } = destinations.configOf(kept.invokedArn);
    if (dueAt > kept.acceptedAt + maxAgeSeconds * 1_000) {
      this.#end(kept, "EventAgeExceeded", kept.attempts + attempts, answer);
      return;
    }
    store.write(() =>
      store
        .sql("UPDATE lambda_async_invocation SET attempts = attempts + ?, due_at = ? WHERE invocation_id = ?")
        .run(attempts, dueAt, invocationId),
    );
    this.#schedule(invocationId, dueAt, refusals);
  }

  #end(kept: Kept, condition: AsyncOutcome["condition"], attempts: number, answer?: InvocationResult): void {
    const { store, destinations } = this.#options;
    store.write(() => {
      this.#remove(kept.invocationId);
      destinations.send(kept, { condition, attempts, answer });
    });
  }

  /** True while an attempt runs or is due. */
  get isBusy(): boolean {
    const { store, clock } = this.#options;
    return store.sql("SELECT 1 FROM lambda_async_invocation WHERE due_at <= ? LIMIT 1").get(clock.now()) !== undefined;
  }

  /** When the next attempt is due that waits for its time, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    const { store, clock } = this.#options;
    const row = store.sql("SELECT min(due_at) AS at FROM lambda_async_invocation WHERE due_at > ?").get(clock.now());
    return (row?.at as number | null) ?? undefined;
  }

  /** Drops all of them; what runs is left to its fate. */
  clear(): void {
    const { store } = this.#options;
    store.write(() => store.sql("DELETE FROM lambda_async_invocation").run());
  }

  #find(invocationId: string): Kept | undefined {
    const row = this.#options.store
      .sql(
        `SELECT invocation.*, acceptance.at FROM lambda_async_invocation invocation
         LEFT JOIN lambda_async_acceptance acceptance USING (invocation_id) WHERE invocation_id = ?`,
      )
      .get(invocationId);
    return (
      row && {
        invocationId,
        invokedArn: row.invoked_arn as string,
        payload: row.payload as string,
        ...(row.sub !== null && { sub: row.sub as string }),
        attempts: row.attempts as number,
        // A file of an earlier version does not say when.
        acceptedAt: (row.at as number | null) ?? (row.due_at as number),
      }
    );
  }

  #remove(invocationId: string): void {
    const { store } = this.#options;
    store.write(() => store.sql("DELETE FROM lambda_async_invocation WHERE invocation_id = ?").run(invocationId));
  }
}

interface Kept extends AsyncInvocation {
  /** Those that failed so far. */
  attempts: number;
  acceptedAt: number;
}
