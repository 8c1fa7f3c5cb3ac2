import { randomUUID } from "node:crypto";
import type { CognitoIdentityProvider, RoleMapping } from "@aws-sdk/client-cognito-identity";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";

/** What a request says of a pool, in AWS's words. */
export interface PoolSettings {
  IdentityPoolName: string;
  AllowUnauthenticatedIdentities: boolean;
  AllowClassicFlow?: boolean | undefined;
  /** Provider to the app ids that it may have made a token for, between semicolons. */
  SupportedLoginProviders?: Record<string, string> | undefined;
  DeveloperProviderName?: string | undefined;
  OpenIdConnectProviderARNs?: string[] | undefined;
  CognitoIdentityProviders?: CognitoIdentityProvider[] | undefined;
  SamlProviderARNs?: string[] | undefined;
}

export interface PoolRoles {
  Roles: Record<string, string>;
  RoleMappings: Record<string, RoleMapping>;
}

export interface IdentityPool {
  /** `us-east-1:<uuid>` */
  id: string;
  arn: string;
  settings: PoolSettings;
  roles: PoolRoles;
  tags: Record<string, string>;
}

/** The identity pools with their providers, roles and tags. */
export class IdentityPools {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #place: { region: string; accountId: string };

  constructor(store: Store, clock: Clock, place: { region: string; accountId: string }) {
    this.#store = store;
    this.#clock = clock;
    this.#place = place;
    store.define(`
      CREATE TABLE IF NOT EXISTS cognito_identity_pool (
        id TEXT PRIMARY KEY, settings TEXT NOT NULL, roles TEXT NOT NULL, tags TEXT NOT NULL, created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
  }

  create(settings: PoolSettings, tags: Record<string, string>): IdentityPool {
    const id = `${this.#place.region}:${randomUUID()}`;
    const roles: PoolRoles = { Roles: {}, RoleMappings: {} };
    this.#store.write(() =>
      this.#store
        .sql("INSERT INTO cognito_identity_pool VALUES (?, ?, ?, ?, ?)")
        .run(id, JSON.stringify(settings), JSON.stringify(roles), JSON.stringify(tags), this.#clock.now()),
    );
    return { id, arn: this.#arnOf(id), settings, roles, tags };
  }

  /** @throws ResourceNotFoundException */
  get(id: string): IdentityPool {
    const pool = this.find(id);
    if (!pool) throw resourceNotFound(`IdentityPool '${id}' not found.`);
    return pool;
  }

  find(id: string): IdentityPool | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_identity_pool WHERE id = ?").get(id);
    return row && this.#read(row);
  }

  /** By id, those after `after`. */
  list(after: string, limit: number): IdentityPool[] {
    return this.#store
      .sql("SELECT * FROM cognito_identity_pool WHERE id > ? ORDER BY id LIMIT ?")
      .all(after, limit)
      .map((row) => this.#read(row));
  }

  update({ id, ...pool }: IdentityPool, changes: Partial<Pick<IdentityPool, "settings" | "roles" | "tags">>): IdentityPool {
    const changed = { ...pool, ...changes };
    const { settings, roles, tags } = changed;
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_identity_pool SET settings = ?, roles = ?, tags = ? WHERE id = ?")
        .run(JSON.stringify(settings), JSON.stringify(roles), JSON.stringify(tags), id),
    );
    return { id, ...changed };
  }

  /** With its identities and attribute maps. */
  delete({ id }: IdentityPool): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_identity_pool WHERE id = ?").run(id));
  }

  #arnOf(id: string): string {
    const { region, accountId } = this.#place;
    return `arn:aws:cognito-identity:${region}:${accountId}:identitypool/${id}`;
  }

  #read(row: Record<string, unknown>): IdentityPool {
    const id = row.id as string;
    return {
      id,
      arn: this.#arnOf(id),
      settings: JSON.parse(row.settings as string) as PoolSettings,
      roles: JSON.parse(row.roles as string) as PoolRoles,
      tags: JSON.parse(row.tags as string) as Record<string, string>,
    };
  }
}
