import { randomInt, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { attemptLimitExceeded, codeMismatch, expiredCode } from "../errors.ts";
import type { User } from "../users/users.ts";
import type { Channel } from "./code-delivery.ts";

export type CodePurpose = "confirm-sign-up" | "reset-password";

const hourMs = 3_600_000;

// How long a code is good for, and how many may be sent and guessed within an hour.
const rules: Record<CodePurpose, { lifeMs: number; sent: number; failed: number }> = {
  "confirm-sign-up": { lifeMs: 24 * hourMs, sent: 6, failed: 15 },
  "reset-password": { lifeMs: hourMs, sent: 20, failed: 20 },
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
   * @throws LimitExceededException after too many within an hour.
   */
  issue(user: User, purpose: CodePurpose, channel: Channel): string {
    const now = this.#clock.now();
    const before = this.#row(user, purpose);
    const fresh = !before || now - before.window_started_at >= hourMs;
    const sent = fresh ? 1 : before.sent + 1;
    if (sent > rules[purpose].sent) throw attemptLimitExceeded();
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
