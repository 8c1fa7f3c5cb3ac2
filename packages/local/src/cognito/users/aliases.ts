import type { Store } from "../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import type { Attributes } from "./attributes.ts";

/** The names besides the username under which people sign in, each owned by one user of a pool. */
export class Aliases {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The id of the user that a name belongs to. */
  owner(pool: UserPool, name: string): number | undefined {
    for (const attribute of aliasAttributesOf(pool)) {
      const owner = this.ownerOf(pool, attribute, name);
      if (owner !== undefined) return owner;
    }
    return undefined;
  }

  ownerOf(pool: UserPool, attribute: string, name: string): number | undefined {
    return this.#store
      .sql("SELECT user_id FROM cognito_alias WHERE user_pool_id = ? AND attribute = ? AND name_key = ?")
      .get(pool.id, attribute, nameKey(pool, name))?.user_id as number | undefined;
  }

  /** Gives up every name of a user. Part of the caller's `store.write`. */
  release(userId: number): void {
    this.#store.sql("DELETE FROM cognito_alias WHERE user_id = ?").run(userId);
  }

  /** Makes a user the owner of these names too, taking them from whoever has them. Part of the caller's `store.write`. */
  assign(pool: UserPool, userId: number, names: Attributes): void {
    for (const [attribute, name] of Object.entries(names)) {
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_alias (user_pool_id, attribute, name_key, user_id) VALUES (?, ?, ?, ?)")
        .run(pool.id, attribute, nameKey(pool, name), userId);
    }
  }
}

/**
 * The names that a user with these attributes signs in with. In a pool with `UsernameAttributes` they are held from the start; in one
 * with `AliasAttributes` an e-mail address or a phone number once it is verified, a preferred username once the user is confirmed.
 */
export function aliasesOf(pool: UserPool, attributes: Attributes, confirmed: boolean): Attributes {
  const names: Attributes = {};
  for (const attribute of aliasAttributesOf(pool)) {
    const name = attributes[attribute];
    const held =
      pool.settings.UsernameAttributes?.length ||
      (attribute === "preferred_username" ? confirmed : attributes[`${attribute}_verified`] === "true");
    if (name && held) names[attribute] = name;
  }
  return names;
}

/** @throws InvalidParameterException for a preferred username that is an alias, of a user who is not confirmed */
export function checkPreferredUsername(pool: UserPool, attributes: Attributes, confirmed: boolean): void {
  if (confirmed || !attributes.preferred_username || !pool.settings.AliasAttributes?.includes("preferred_username")) return;
  throw invalidParameter(
    "Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.",
  );
}

function aliasAttributesOf(pool: UserPool): readonly string[] {
  return pool.settings.UsernameAttributes?.length ? pool.settings.UsernameAttributes : (pool.settings.AliasAttributes ?? []);
}
