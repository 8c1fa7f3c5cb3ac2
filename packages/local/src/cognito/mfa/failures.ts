import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { notAuthorized } from "../errors.ts";
import { type Failures, failuresOf, isLockedOut } from "../sign-in/lockout-times.ts";
import type { User } from "../users/users.ts";

/** How often in a row a user's second factor was wrong; after five times it locks the user out as wrong passwords do. */
export class MfaFailures {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws NotAuthorizedException during a lockout, whatever the code */
  check(user: User): void {
    if (isLockedOut(this.#of(user), this.#clock.now())) throw notAuthorized("Password attempts exceeded");
  }

  add(user: User): void {
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_mfa_failure (user_id, failures, last_at) VALUES (?, ?, ?)")
        .run(user.id, failuresOf(this.#of(user), now) + 1, now),
    );
  }

  clear(user: User): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_mfa_failure WHERE user_id = ?").run(user.id));
  }

  #of(user: User): Failures {
    const row = this.#store.sql("SELECT failures, last_at FROM cognito_mfa_failure WHERE user_id = ?").get(user.id);
    return { failedSignIns: Number(row?.failures ?? 0), lastFailedSignInAt: Number(row?.last_at ?? 0) };
  }
}
