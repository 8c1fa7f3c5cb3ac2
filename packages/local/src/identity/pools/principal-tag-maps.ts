import type { Store } from "../../store/store.ts";
import type { IdentityPool } from "./identity-pools.ts";
import { oidcName } from "./providers.ts";

/** Which claims of a provider's tokens become which session tags. */
export interface PrincipalTagMap {
  useDefaults: boolean;
  /** Tag to claim. */
  tags: Record<string, string>;
}

/** What AWS maps by default: who the user is, and for which app the token is. */
export const defaultTags: Readonly<Record<string, string>> = { client: "aud", username: "sub" };

/** The attributes for access control of each pool, by provider. */
export class PrincipalTagMaps {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    store.define(`
      CREATE TABLE IF NOT EXISTS cognito_identity_tag_map (
        pool_id TEXT NOT NULL REFERENCES cognito_identity_pool ON DELETE CASCADE, provider TEXT NOT NULL, map TEXT NOT NULL,
        PRIMARY KEY (pool_id, provider)
      ) STRICT, WITHOUT ROWID;
    `);
  }

  /** @param provider as in `Logins`, or the ARN of an OpenID Connect provider */
  set({ id }: IdentityPool, provider: string, map: PrincipalTagMap): void {
    this.#store.write(() =>
      this.#store
        .sql("INSERT OR REPLACE INTO cognito_identity_tag_map VALUES (?, ?, ?)")
        .run(id, oidcName(provider), JSON.stringify(map)),
    );
  }

  find({ id }: IdentityPool, provider: string): PrincipalTagMap | undefined {
    const row = this.#store
      .sql("SELECT map FROM cognito_identity_tag_map WHERE pool_id = ? AND provider = ?")
      .get(id, oidcName(provider));
    return row && (JSON.parse(row.map as string) as PrincipalTagMap);
  }
}
