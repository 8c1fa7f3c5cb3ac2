import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import type { ProviderClaims } from "./provider-claims.ts";

/** A browser that is away at an identity provider. */
export interface FederationRequest {
  userPoolId: string;
  providerName: string;
  /** The client's request to `/oauth2/authorize`, as text. */
  query: string;
  /** Where the provider was told to answer. */
  base: string;
  /** The value of a cookie of the browser, by which it is the same one that comes back. */
  browser: string;
  /** Of the ID token to come, with OpenID Connect. */
  nonce?: string | undefined;
  /** Of the request, with SAML. */
  samlId?: string | undefined;
  /** With SAML: what came back, verified, or why it is refused. */
  saml?: ProviderClaims | { refusal: string } | undefined;
}

const lifeMs = 5 * 60_000;

export function defineFederationTables(store: Store): void {
  store.define(`
    CREATE TABLE IF NOT EXISTS cognito_federation_request (
      hash BLOB PRIMARY KEY, user_pool_id TEXT NOT NULL REFERENCES cognito_user_pool ON DELETE CASCADE,
      request TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cognito_federation_request_by_pool ON cognito_federation_request (user_pool_id);
    CREATE INDEX IF NOT EXISTS cognito_federation_request_by_expiry ON cognito_federation_request (expires_at);
  `);
}

/** The browsers that are away at identity providers, each under a `state` that comes back once and within five minutes. */
export class FederationRequests {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @returns the `state`, or SAML's relay state; only its hash is kept */
  open(request: FederationRequest): string {
    const state = randomBytes(32).toString("base64url");
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_federation_request WHERE expires_at <= ?").run(now);
      this.#store
        .sql("INSERT INTO cognito_federation_request (hash, user_pool_id, request, expires_at) VALUES (?, ?, ?, ?)")
        .run(hashOf(state), request.userPoolId, JSON.stringify(request), now + lifeMs);
    });
    return state;
  }

  /** Uses a request up. @returns undefined if there is none, or it is too old or another pool's */
  take(userPoolId: string, state: string | undefined): FederationRequest | undefined {
    if (!state) return undefined;
    const row = this.#store
      .sql("DELETE FROM cognito_federation_request WHERE hash = ? AND user_pool_id = ? RETURNING *")
      .get(hashOf(state), userPoolId);
    return row && (row.expires_at as number) > this.#clock.now() ? JSON.parse(row.request as string) : undefined;
  }
}

function hashOf(state: string): Uint8Array {
  return createHash("sha256").update(state).digest();
}
