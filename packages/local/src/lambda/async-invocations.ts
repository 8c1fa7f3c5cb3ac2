import type { Clock } from "../clock.ts";
import { AwsError } from "../endpoint/aws-error.ts";
import type { Store } from "../store/store.ts";

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
  run(invocation: AsyncInvocation): Promise<{ functionError?: string | undefined }>;
}

// Lambda's waits before the second and the third attempt; after that the event is dropped.
const retryDelaysMs = [60_000, 120_000];
// Of Lambda's own errors and throttles it tries again for six hours: after 1 s, 2 s, 4 s … 5 min.
const maxRefusals = 80;

/**
 * Asynchronous invocations: on disk before the caller hears of them, and there until they succeeded, the function failed three
 * times, or Lambda could not run it for six hours.
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
    `);
  }

  /** Stores the invocation and starts it once it is on disk. */
  add({ invocationId, invokedArn, payload, sub }: AsyncInvocation): void {
    const { store, clock } = this.#options;
    store.write(() =>
      store
        .sql("INSERT INTO lambda_async_invocation VALUES (?, ?, ?, ?, 0, ?)")
        .run(invocationId, invokedArn, payload, sub ?? null, clock.now()),
    );
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
    if (this.#isStopped) return;
    const row = store.sql("SELECT * FROM lambda_async_invocation WHERE invocation_id = ?").get(invocationId);
    if (!row) return;
    const invocation: AsyncInvocation = {
      invocationId,
      invokedArn: row.invoked_arn as string,
      payload: row.payload as string,
      ...(row.sub !== null && { sub: row.sub as string }),
    };
    try {
      const { functionError } = await run(invocation);
      if (functionError === undefined) this.#remove(invocationId);
      else this.#retry(invocationId, row.attempts as number);
    } catch (error) {
      if (this.#isStopped) return; // the event stays for the next start
      // The function was deleted meanwhile.
      const isGone = error instanceof AwsError && error.name === "ResourceNotFoundException";
      if (isGone || refusals >= maxRefusals) return this.#remove(invocationId);
      const dueAt = this.#options.clock.now() + Math.min(1000 * 2 ** refusals, 300_000);
      store.write(() =>
        store.sql("UPDATE lambda_async_invocation SET due_at = ? WHERE invocation_id = ?").run(dueAt, invocationId),
      );
      this.#schedule(invocationId, dueAt, refusals + 1);
    }
  }

  #retry(invocationId: string, earlierAttempts: number): void {
    const { store, clock } = this.#options;
    const delayMs = retryDelaysMs[earlierAttempts];
    if (delayMs === undefined) {
      this.#remove(invocationId);
      return;
    }
    const dueAt = clock.now() + delayMs;
    store.write(() =>
      store
        .sql("UPDATE lambda_async_invocation SET attempts = attempts + 1, due_at = ? WHERE invocation_id = ?")
        .run(dueAt, invocationId),
    );
    this.#schedule(invocationId, dueAt);
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

  #remove(invocationId: string): void {
    const { store } = this.#options;
    store.write(() => store.sql("DELETE FROM lambda_async_invocation WHERE invocation_id = ?").run(invocationId));
  }
}
