import { randomInt, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { attemptLimitExceeded, codeMismatch, expiredCode } from "../errors.ts";
import type { User } from "../users/users.ts";
import type { Channel } from "./code-delivery.ts";

/** What the user proves by giving a code back. */
export type CodePurpose = "confirm-sign-up" | "reset-password" | "verify-email" | "verify-phone_number" | "authentication";

const hourMs = 3_600_000;

// How long a code is good for, how many a user may ask for and how many may be guessed within an hour.
const rules: Record<CodePurpose, { lifeMs: number; sent: number; failed: number }> = {
  "confirm-sign-up": { lifeMs: 24 * hourMs, sent: 5, failed: 15 },
  "reset-password": { lifeMs: hourMs, sent: 20, failed: 20 },
  "verify-email": { lifeMs: 24 * hourMs, sent: 5, failed: 15 },
  "verify-phone_number": { lifeMs: 24 * hourMs, sent: 5, failed: 15 },
  // Taken at once by the session that waits for it: the session's time is the code's.
  authentication: { lifeMs: 3 * 60_000, sent: Number.POSITIVE_INFINITY, failed: 15 },
};

/** The six-digit codes that are outstanding: one for each user and purpose, so that a new code voids the one before. */
export class Codes {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Makes a new code that goes to `channel`.
   * @param options.counted false for a code that the user did not ask for: it has no limit and uses none up.
   * @throws LimitExceededException after too many within an hour
   */
  issue(user: User, purpose: CodePurpose, channel: Channel, { counted = true }: { counted?: boolean } = {}): string {
    if (counted) this.checkLimit(user, purpose);
    const now = this.#clock.now();
    const before = this.#row(user, purpose);
    const fresh = !before || now - before.window_started_at >= hourMs;
    const sent = (fresh ? 0 : before.sent) + Number(counted);
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_code VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
          user.id,
          purpose,
          code,
          channel.attribute,
          channel.destination,
          now + rules[purpose].lifeMs,
          fresh ? now : before.window_started_at,
          sent,
          fresh ? 0 : before.failed,
        ),
    );
    return code;
  }

  /** @throws LimitExceededException if the user has asked for as many codes within an hour as there are */
  checkLimit(user: User, purpose: CodePurpose): void {
    const row = this.#row(user, purpose);
    const recent = row && this.#clock.now() - row.window_started_at < hourMs;
    if (recent && row.sent >= rules[purpose].sent) throw attemptLimitExceeded();
  }

  /**
   * Checks a code that a user gives; a wrong one is counted even though this throws, so call it outside of `store.write`.
   * @returns where the code was sent.
   * @throws ExpiredCodeException if none is outstanding, CodeMismatchException, LimitExceededException
   */
  check(user: User, purpose: CodePurpose, given: string): Channel {
    const now = this.#clock.now();
    const row = this.#row(user, purpose);
    if (!row) throw expiredCode();
    const fresh = now - row.window_started_at >= hourMs;
    if (!fresh && row.failed >= rules[purpose].failed) throw attemptLimitExceeded();
    if (now >= row.expires_at) throw expiredCode();
    const expected = Buffer.from(row.code);
    const actual = Buffer.from(given);
    if (actual.length === expected.length && timingSafeEqual(actual, expected)) {
      return { attribute: row.attribute, destination: row.destination };
    }
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_code SET window_started_at = ?, sent = ?, failed = ? WHERE user_id = ? AND purpose = ?")
        .run(fresh ? now : row.window_started_at, fresh ? 0 : row.sent, fresh ? 1 : row.failed + 1, user.id, purpose),
    );
    throw codeMismatch();
  }

  /**
   * What is outstanding, which is void here from then on: for who keeps it elsewhere.
   * @returns undefined if there is none
   */
  take(user: User, purpose: CodePurpose): string | undefined {
    const code = this.#row(user, purpose)?.code;
    this.discard(user, purpose);
    return code;
  }

  /** Voids what is outstanding. */
  discard(user: User, purpose: CodePurpose): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_code WHERE user_id = ? AND purpose = ?").run(user.id, purpose));
  }

  #row(user: User, purpose: CodePurpose): Row | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_code WHERE user_id = ? AND purpose = ?").get(user.id, purpose);
    return row as Row | undefined;
  }
}

interface Row {
  code: string;
  attribute: Channel["attribute"];
  destination: string;
  expires_at: number;
  window_started_at: number;
  sent: number;
  failed: number;
}
