import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import type { RuleTarget } from "./rules.ts";

/** An event on its way to one target of one rule. */
export interface Delivery {
  ruleArn: string;
  target: RuleTarget;
  /** What the target is sent. */
  payload: string;
  /** The user it is about, when known. */
  sub: string | undefined;
}

/**
 * Hands a payload to a target, as part of the caller's `store.write`.
 * @throws {AwsError} what the target's service answers
 */
export type DeliverToTarget = (delivery: Delivery) => void;

/** Sends a text to a dead-letter queue, as part of the caller's `store.write`. */
export type DeadLetter = (queueArn: string, body: string, attributes: Record<string, string>) => void;

interface DeliveriesParts {
  store: Store;
  clock: Clock;
  deliver: DeliverToTarget;
  deadLetter: DeadLetter;
}

// EventBridge's own bounds for a target without a RetryPolicy.
const defaultRetries = 185;
const defaultMaxAgeSeconds = 86_400;
const longestPauseMs = 480_000;

/** What may pass by itself; anything else that a target's service says is for good. */
const passing = new Set([
  "TooManyRequestsException",
  "ThrottlingException",
  "ServiceException",
  "InternalFailure",
  "InternalError",
]);

/**
 * Events on their way to targets: on disk with the event itself, tried again until the target takes them, and gone to a dead-letter queue
 * or dropped when that cannot be or has lasted too long.
 */
export class Deliveries {
  readonly #parts: DeliveriesParts;
  #isStopped = false;

  constructor(parts: DeliveriesParts) {
    this.#parts = parts;
    parts.store.define(`
      CREATE TABLE IF NOT EXISTS events_delivery (
        id INTEGER PRIMARY KEY, rule_arn TEXT NOT NULL, target TEXT NOT NULL, payload TEXT NOT NULL, sub TEXT,
        attempts INTEGER NOT NULL, accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL
      ) STRICT;
    `);
  }

  /** Stores it and starts it once it is on disk. Part of the caller's `store.write`. */
  add({ ruleArn, target, payload, sub }: Delivery): void {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const { lastInsertRowid } = store
      .sql("INSERT INTO events_delivery VALUES (NULL, ?, ?, ?, ?, 0, ?, ?)")
      .run(ruleArn, JSON.stringify(target), payload, sub ?? null, now, now);
    const id = Number(lastInsertRowid);
    void store.committed().then(
      () => this.#attempt(id),
      () => {}, // it was never stored, and the publisher has been told so
    );
  }

  /** Takes up what was under way or waited when the local AWS ended. Call it once, when targets can be reached. */
  resume(): void {
    const { store, clock } = this.#parts;
    for (const { id, due_at } of store.sql("SELECT id, due_at FROM events_delivery ORDER BY id").all())
      clock.at(due_at as number, () => this.#attempt(id as number));
  }

  /** No attempt starts from now on. */
  stop(): void {
    this.#isStopped = true;
  }

  /** True while an attempt is due. */
  get isBusy(): boolean {
    const { store, clock } = this.#parts;
    return store.sql("SELECT 1 FROM events_delivery WHERE due_at <= ? LIMIT 1").get(clock.now()) !== undefined;
  }

  /** When the next attempt is due that waits for its time, in milliseconds since the epoch. */
  nextDueAt(): number | undefined {
    const { store, clock } = this.#parts;
    const row = store.sql("SELECT min(due_at) AS at FROM events_delivery WHERE due_at > ?").get(clock.now());
    return (row?.at as number | null) ?? undefined;
  }

  /** Drops all of them. */
  clear(): void {
    this.#parts.store.write(() => this.#parts.store.sql("DELETE FROM events_delivery").run());
  }

  #attempt(id: number): void {
    const { store, deliver } = this.#parts;
    const row = this.#isStopped ? undefined : store.sql("SELECT * FROM events_delivery WHERE id = ?").get(id);
    if (!row) return;
    const kept = readDelivery(row);
    try {
      store.write(() => {
        this.#remove(kept);
        deliver(kept);
      });
    } catch (error) {
      const failure = error instanceof AwsError ? error : new AwsError("InternalError", "The target could not be reached.");
      if (passing.has(failure.name)) this.#postpone(kept, failure);
      else this.#giveUp(kept, failure);
    }
  }

  #postpone(kept: Kept, failure: AwsError): void {
    const { store, clock } = this.#parts;
    const { MaximumRetryAttempts = defaultRetries, MaximumEventAgeInSeconds = defaultMaxAgeSeconds } =
      kept.target.RetryPolicy ?? {};
    if (kept.attempts >= MaximumRetryAttempts) {
      this.#giveUp(kept, failure, "MaximumRetryAttempts");
      return;
    }
    const dueAt = clock.now() + Math.min(1_000 * 2 ** kept.attempts, longestPauseMs);
    if (dueAt > kept.acceptedAt + MaximumEventAgeInSeconds * 1_000) {
      this.#giveUp(kept, failure, "MaximumEventAgeInSeconds");
      return;
    }
    store.write(() =>
      store.sql("UPDATE events_delivery SET attempts = attempts + 1, due_at = ? WHERE id = ?").run(dueAt, kept.id),
    );
    clock.at(dueAt, () => this.#attempt(kept.id));
  }

  #giveUp(kept: Kept, failure: AwsError, exhausted?: string): void {
    const { store, deadLetter } = this.#parts;
    const queueArn = kept.target.DeadLetterConfig?.Arn;
    store.write(() => this.#remove(kept));
    if (queueArn === undefined) return;
    try {
      deadLetter(queueArn, kept.payload, {
        RULE_ARN: kept.ruleArn,
        TARGET_ARN: kept.target.Arn,
        ERROR_CODE: codeOf(failure),
        ERROR_MESSAGE: failure.message,
        ...(exhausted !== undefined && { EXHAUSTED_RETRY_CONDITION: exhausted }),
        RETRY_ATTEMPTS: String(kept.attempts),
      });
    } catch (error) {
      // The queue was deleted meanwhile; on AWS nobody but a metric is told.
      if (!(error instanceof AwsError)) throw error;
    }
  }

  #remove({ id }: Kept): void {
    this.#parts.store.sql("DELETE FROM events_delivery WHERE id = ?").run(id);
  }
}

interface Kept extends Delivery {
  id: number;
  /** Those that failed so far. */
  attempts: number;
  acceptedAt: number;
}

function readDelivery(row: Record<string, unknown>): Kept {
  return {
    id: row.id as number,
    ruleArn: row.rule_arn as string,
    target: JSON.parse(row.target as string),
    payload: row.payload as string,
    sub: (row.sub as string | null) ?? undefined,
    attempts: row.attempts as number,
    acceptedAt: row.accepted_at as number,
  };
}

/**
 * What EventBridge calls it in the attributes of a dead letter.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
function codeOf({ name }: AwsError): string {
  if (name === "AccessDeniedException") return "NO_PERMISSIONS";
  if (name === "ResourceNotFoundException" || name === "QueueDoesNotExist") return "NO_RESOURCE";
  if (name === "TooManyRequestsException" || name === "ThrottlingException") return "THROTTLING";
  return passing.has(name) ? "INTERNAL_ERROR" : "SDK_CLIENT_ERROR";
}
