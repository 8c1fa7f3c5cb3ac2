import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { notAuthorized } from "../errors.ts";
import type { AppClient } from "../pools/app-clients.ts";
import type { User } from "../users/users.ts";

/** The sign-ins that wait for the answer to a challenge. A session ends with the answer that is accepted, or with its time. */
export class Sessions {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns the opaque text that the client sends back; only its hash is kept. */
  open(client: AppClient, user: User, challenge: string): string {
    const session = randomBytes(96).toString("base64url");
    const now = this.#clock.now();
    const expiresAt = now + (client.settings.AuthSessionValidity ?? 3) * 60_000;
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_session WHERE expires_at < ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_session (hash, user_id, client_id, challenge, expires_at) VALUES (?, ?, ?, ?, ?)")
        .run(hashOf(session), user.id, client.id, challenge, expiresAt);
    });
    return session;
  }

  /**
   * The id of the user who is challenged.
   * @throws NotAuthorizedException if the session is used up, too old, or another client's.
   */
  userIdOf(session: string, client: AppClient, challenge: string): number {
    const row = this.#store
      .sql("SELECT user_id FROM cognito_session WHERE hash = ? AND client_id = ? AND challenge = ? AND expires_at > ?")
      .get(hashOf(session), client.id, challenge, this.#clock.now());
    if (!row) throw notAuthorized("Invalid session for the user, session is expired.");
    return row.user_id as number;
  }

  close(session: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_session WHERE hash = ?").run(hashOf(session)));
  }
}

function hashOf(session: string): Uint8Array {
  return createHash("sha256").update(session).digest();
}
