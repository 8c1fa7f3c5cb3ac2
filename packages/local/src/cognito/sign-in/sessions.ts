import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { incorrectPassword, notAuthorized } from "../errors.ts";
import type { AppClient, AppClients } from "../pools/app-clients.ts";
import type { User, Users } from "../users/users.ts";

/** A sign-in between a challenge and its answer. */
export interface Session {
  /** As of now; undefined for a simulated challenge, which goes to a name that nobody has. */
  user: User | undefined;
  /** As the call that started the sign-in gave it. */
  username: string;
  challenge: string;
  /** What the challenge needs to know again; the client never sees it. */
  state: Record<string, unknown>;
}

/** What `open` takes. */
export type NewSession = Omit<Session, "user" | "state"> & Partial<Pick<Session, "user" | "state">>;

/** The table of the challenges that wait for an answer. */
export function defineSignInTables(store: Store): void {
  store.define(`
    -- Of the time before sessions had a state; it held minutes' worth.
    DROP TABLE IF EXISTS cognito_session;

    CREATE TABLE IF NOT EXISTS cognito_challenge_session (
      hash BLOB PRIMARY KEY, user_id INTEGER REFERENCES cognito_user ON DELETE CASCADE,
      client_id TEXT NOT NULL REFERENCES cognito_app_client ON DELETE CASCADE, username TEXT NOT NULL,
      challenge TEXT NOT NULL, state TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_challenge_session_by_user ON cognito_challenge_session (user_id);
    CREATE INDEX IF NOT EXISTS cognito_challenge_session_by_client ON cognito_challenge_session (client_id);
    CREATE INDEX IF NOT EXISTS cognito_challenge_session_by_expiry ON cognito_challenge_session (expires_at);
  `);
}

/** The sign-ins that wait for the answer to a challenge. A session ends with the answer that settles it, or with its time. */
export class Sessions {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #users: Users;
  readonly #appClients: AppClients;

  constructor(store: Store, clock: Clock, users: Users, appClients: AppClients) {
    this.#store = store;
    this.#clock = clock;
    this.#users = users;
    this.#appClients = appClients;
  }

  /**
   * @returns the opaque text that the client sends back, base64url; only its hash is kept.
   * @throws NotAuthorizedException, ResourceNotFoundException if the user or the client is gone, as while a function ran
   */
  open(client: AppClient, { user, username, challenge, state = {} }: NewSession): string {
    if (user && !this.#users.has(user)) throw incorrectPassword();
    this.#appClients.get(client.id);
    const session = randomBytes(96).toString("base64url");
    const now = this.#clock.now();
    const expiresAt = now + (client.settings.AuthSessionValidity ?? 3) * 60_000;
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_challenge_session WHERE expires_at < ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_challenge_session VALUES (?, ?, ?, ?, ?, ?, ?)")
        .run(hashOf(session), user?.id ?? null, client.id, username, challenge, JSON.stringify(state), expiresAt);
    });
    return session;
  }

  /**
   * What waits for an answer. The session stays open, so that an answer of the wrong form can be given again.
   * @throws NotAuthorizedException if the session is used up, too old, of another challenge or another client's
   */
  take(session: string, client: AppClient, challenge: string): Session {
    const found = this.find(session, client, challenge);
    if (!found) throw expired();
    return found;
  }

  /** As `take`, for who has another answer to a session that is none. */
  find(session: string, client: AppClient, challenge: string): Session | undefined {
    const row = this.#store
      .sql("SELECT * FROM cognito_challenge_session WHERE hash = ? AND client_id = ? AND challenge = ? AND expires_at > ?")
      .get(hashOf(session), client.id, challenge, this.#clock.now());
    return (
      row && {
        user: row.user_id === null ? undefined : this.#users.byId(row.user_id as number),
        username: row.username as string,
        challenge,
        state: JSON.parse(row.state as string),
      }
    );
  }

  /**
   * The app client of a session, for a call that does not name it.
   * @throws NotAuthorizedException if there is no such session
   */
  clientIdOf(session: string): string {
    const row = this.#store.sql("SELECT client_id FROM cognito_challenge_session WHERE hash = ?").get(hashOf(session));
    if (!row) throw expired();
    return row.client_id as string;
  }

  /**
   * Settles a challenge: by the answer that is accepted, or by one that fails for good.
   * @throws NotAuthorizedException if another answer has settled it meanwhile
   */
  close(session: string): void {
    this.#store.write(() => {
      const { changes } = this.#store.sql("DELETE FROM cognito_challenge_session WHERE hash = ?").run(hashOf(session));
      if (changes === 0) throw expired();
    });
  }
}

function expired() {
  return notAuthorized("Invalid session for the user, session is expired.");
}

function hashOf(session: string): Uint8Array {
  return createHash("sha256").update(session).digest();
}
