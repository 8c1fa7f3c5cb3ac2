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

/** Asynchronous invocations: on disk before the caller hears of them, and there until they succeeded or were tried three times. */
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

  #schedule(invocationId: string, dueAt: number): void {
    this.#options.clock.at(dueAt, () => void this.#attempt(invocationId));
  }

  async #attempt(invocationId: string): Promise<void> {
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
      // The function was deleted meanwhile; when the host stops instead, the event stays for the next start.
      if (error instanceof AwsError && error.name === "ResourceNotFoundException") this.#remove(invocationId);
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

  #remove(invocationId: string): void {
    const { store } = this.#options;
    store.write(() => store.sql("DELETE FROM lambda_async_invocation WHERE invocation_id = ?").run(invocationId));
  }
}
