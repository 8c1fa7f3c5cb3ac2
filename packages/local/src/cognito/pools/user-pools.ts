import { randomInt } from "node:crypto";
import type {
  CreateUserPoolRequest,
  PasswordPolicyType,
  UserPoolTierType,
  UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";
import type { AttributeSchema } from "./attribute-schema.ts";

/** What CreateUserPool and UpdateUserPool set, in AWS's casing. */
export type UserPoolSettings = Omit<CreateUserPoolRequest, "PoolName" | "Schema">;

export interface UserPool {
  /** `<region>_` and nine letters and digits. */
  id: string;
  arn: string;
  name: string;
  settings: UserPoolSettings;
  schema: AttributeSchema;
  createdAt: number;
  modifiedAt: number;
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The user pools, kept parsed in memory after their first use, since every request needs one. */
export class UserPools {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #region: string;
  readonly #accountId: string;
  readonly #parsed = new Map<string, UserPool>();

  constructor(store: Store, clock: Clock, region: string, accountId: string) {
    this.#store = store;
    this.#clock = clock;
    this.#region = region;
    this.#accountId = accountId;
  }

  create(name: string, settings: UserPoolSettings, schema: AttributeSchema): UserPool {
    const id = `${this.#region}_${Array.from({ length: 9 }, () => alphanumeric[randomInt(alphanumeric.length)]).join("")}`;
    const now = this.#clock.now();
    this.#store.write(() => {
      this.#store
        .sql(
          "INSERT INTO cognito_user_pool (id, name, settings, attribute_schema, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(id, name, JSON.stringify(settings), JSON.stringify([...schema.values()]), now, now);
      this.#store.sql("INSERT INTO cognito_user_count (user_pool_id, users) VALUES (?, 0)").run(id);
    });
    return this.get(id);
  }

  /** @throws ResourceNotFoundException */
  get(id: string): UserPool {
    const pool = this.find(id);
    if (!pool) throw resourceNotFound(`User pool ${id} does not exist.`);
    return pool;
  }

  find(id: string): UserPool | undefined {
    const known = this.#parsed.get(id);
    if (known) return known;
    const row = this.#store.sql("SELECT * FROM cognito_user_pool WHERE id = ?").get(id);
    if (!row) return undefined;
    const pool = this.#parse(row as unknown as Row);
    this.#parsed.set(id, pool);
    return pool;
  }

  update(id: string, changes: Partial<Pick<UserPool, "name" | "settings" | "schema">>): void {
    const pool = { ...this.get(id), ...changes };
    this.#store.write(() =>
      this.#store
        .sql("UPDATE cognito_user_pool SET name = ?, settings = ?, attribute_schema = ?, modified_at = ? WHERE id = ?")
        .run(pool.name, JSON.stringify(pool.settings), JSON.stringify([...pool.schema.values()]), this.#clock.now(), id),
    );
    this.#parsed.delete(id);
  }

  /** Deletes the pool with its clients, users and groups. */
  delete(id: string): void {
    this.#store.write(() => this.#store.sql("DELETE FROM cognito_user_pool WHERE id = ?").run(id));
    this.#parsed.delete(id);
  }

  /** By id, from the first id after `after`. */
  list(after: string, limit: number): UserPool[] {
    const rows = this.#store.sql("SELECT * FROM cognito_user_pool WHERE id > ? ORDER BY id LIMIT ?").all(after, limit);
    return rows.map((row) => this.#parse(row as unknown as Row));
  }

  /** How many users the pool has. */
  size(id: string): number {
    return Number(this.#store.sql("SELECT users FROM cognito_user_count WHERE user_pool_id = ?").get(id)?.users ?? 0);
  }

  #parse(row: Row): UserPool {
    const attributes: UserPoolType["SchemaAttributes"] = JSON.parse(row.attribute_schema);
    return {
      id: row.id,
      arn: `arn:aws:cognito-idp:${this.#region}:${this.#accountId}:userpool/${row.id}`,
      name: row.name,
      settings: JSON.parse(row.settings),
      schema: new Map(attributes?.map((attribute) => [attribute.Name as string, attribute])),
      createdAt: row.created_at,
      modifiedAt: row.modified_at,
    };
  }
}

interface Row {
  id: string;
  name: string;
  settings: string;
  attribute_schema: string;
  created_at: number;
  modified_at: number;
}

/** True if usernames, preferred usernames and e-mail addresses of the pool differ by their letters' case. */
export function isCaseSensitive(pool: UserPool): boolean {
  // Through the API, unlike in the console, a pool is case-sensitive unless it says otherwise.
  return pool.settings.UsernameConfiguration?.CaseSensitive ?? true;
}

/** A name as the pool compares it. */
export function nameKey(pool: UserPool, name: string): string {
  return isCaseSensitive(pool) ? name : name.toLowerCase();
}

/** The feature plan of a pool. */
export function tierOf(settings: UserPoolSettings): UserPoolTierType {
  return settings.UserPoolTier ?? "ESSENTIALS";
}

/** The password policy with Cognito's defaults filled in. */
export function passwordPolicyOf(pool: UserPool): Required<Omit<PasswordPolicyType, "PasswordHistorySize">> {
  const given = pool.settings.Policies?.PasswordPolicy;
  return {
    MinimumLength: given?.MinimumLength ?? 8,
    RequireUppercase: given ? (given.RequireUppercase ?? false) : true,
    RequireLowercase: given ? (given.RequireLowercase ?? false) : true,
    RequireNumbers: given ? (given.RequireNumbers ?? false) : true,
    RequireSymbols: given ? (given.RequireSymbols ?? false) : true,
    // Zero means the default, as on AWS; UnusedAccountValidityDays is what it was called before.
    TemporaryPasswordValidityDays:
      given?.TemporaryPasswordValidityDays || pool.settings.AdminCreateUserConfig?.UnusedAccountValidityDays || 7,
  };
}
