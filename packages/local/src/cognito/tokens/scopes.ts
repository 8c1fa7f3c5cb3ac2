import type { Store } from "../../store/store.ts";
import type { Attributes } from "../users/attributes.ts";

// The scopes of OpenID Connect that show a part of the user. `profile` shows all that the client may read.
const shownBy: Record<string, readonly string[]> = {
  email: ["email", "email_verified"],
  phone: ["phone_number", "phone_number_verified"],
};

/**
 * The attributes that the scopes of a sign-in show. `openid` alone shows all of them; beside `email` or `phone`, and without
 * `profile`, only what those stand for.
 * @param scopes undefined for a sign-in by the API, which shows all
 */
export function attributesInScope(attributes: Attributes, scopes: readonly string[] | undefined): Attributes {
  const limits = scopes?.includes("profile") ? [] : (scopes ?? []).filter((scope) => Object.hasOwn(shownBy, scope));
  if (limits.length === 0) return attributes;
  const shown = new Set(["sub", "identities", ...limits.flatMap((scope) => shownBy[scope] ?? [])]);
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => shown.has(name)));
}

/** What hosted pages granted to sign-ins, so that a refresh grants no more. */
export class GrantedScopes {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Part of the `store.write` that opens the sign-in. */
  keep(originJti: string, scopes: readonly string[]): void {
    this.#store
      .sql("INSERT INTO cognito_granted_scopes (origin_jti, scopes) VALUES (?, ?)")
      .run(originJti, JSON.stringify(scopes));
  }

  /** @returns undefined for a sign-in by the API */
  of(originJti: string): string[] | undefined {
    const row = this.#store.sql("SELECT scopes FROM cognito_granted_scopes WHERE origin_jti = ?").get(originJti);
    return row && JSON.parse(row.scopes as string);
  }
}
