import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { attemptLimitExceeded } from "../errors.ts";
import type { User } from "./users.ts";

const hourMs = 3_600_000;
const mostAnHour = 5;

/** The table of how often users changed their passwords of late, or tried to. */
export function definePasswordChangeTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_password_change (
      user_id INTEGER PRIMARY KEY REFERENCES cognito_user ON DELETE CASCADE,
      window_started_at INTEGER NOT NULL, attempts INTEGER NOT NULL
    ) STRICT;
  `);
}

/** Limits how often a user may call ChangePassword, whatever comes of it. */
export class PasswordChanges {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Counts a call. @throws LimitExceededException for the sixth within an hour */
  count(user: User): void {
    const now = this.#clock.now();
    const row = this.#store.sql("SELECT * FROM cognito_password_change WHERE user_id = ?").get(user.id);
    const recent = row && now - (row.window_started_at as number) < hourMs;
    const attempts = recent ? (row.attempts as number) : 0;
    if (attempts >= mostAnHour) throw attemptLimitExceeded();
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_password_change (user_id, window_started_at, attempts) VALUES (?, ?, ?)")
        .run(user.id, recent ? (row.window_started_at as number) : now, attempts + 1),
    );
  }
}
