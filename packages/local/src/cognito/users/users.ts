import type { UserStatusType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { userNotFound } from "../errors.ts";
import { nameKey, type UserPool } from "../pools/user-pools.ts";
import { Aliases, aliasesOf } from "./aliases.ts";
import type { Attributes } from "./attributes.ts";
import type { UserFilter } from "./filter.ts";
import { findUsers, type UserPosition } from "./find-users.ts";
import { FormerPasswords } from "./former-passwords.ts";
import { type NewestUsersQuery, newestUsers } from "./newest-users.ts";
import type { KeptPassword } from "./passwords.ts";
import { readUser } from "./user-rows.ts";

export interface User {
  /** The row; it grows with time and is shown to nobody. */
  id: number;
  userPoolId: string;
  username: string;
  sub: string;
  status: UserStatusType;
  enabled: boolean;
  attributes: Attributes;
  password: KeptPassword | undefined;
  /** Until when a password that an administrator gave can be used. */
  temporaryPasswordExpiresAt: number | undefined;
  /** How often in a row the password was wrong, and when last. */
  failedSignIns: number;
  lastFailedSignInAt: number | undefined;
  createdAt: number;
  modifiedAt: number;
}

/** What `create` takes. */
export type NewUser = Pick<User, "username" | "sub" | "status" | "attributes" | "password" | "temporaryPasswordExpiresAt">;

/** What `update` can change. */
export type UserChanges = Partial<
  Pick<
    User,
    "status" | "enabled" | "attributes" | "password" | "temporaryPasswordExpiresAt" | "failedSignIns" | "lastFailedSignInAt"
  >
>;

/** The users of all pools. Every look-up is by an index; only `list` reads more than the users it gives. */
export class Users {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #aliases: Aliases;
  readonly #formerPasswords: FormerPasswords;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.#aliases = new Aliases(store);
    this.#formerPasswords = new FormerPasswords(store);
  }

  /** By username, then by sub, which nobody chooses, then by the names that the pool lets people sign in with. */
  find(pool: UserPool, name: string): User | undefined {
    const byUsername = this.#store
      .sql("SELECT * FROM cognito_user WHERE user_pool_id = ? AND username_key = ?")
      .get(pool.id, nameKey(pool, name));
    if (byUsername) return readUser(byUsername);
    const bySub = this.findBySub(pool, name);
    if (bySub) return bySub;
    const owner = this.#aliases.owner(pool, name);
    return owner === undefined ? undefined : this.byId(owner);
  }

  findBySub(pool: UserPool, sub: string): User | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_user WHERE user_pool_id = ? AND sub = ?").get(pool.id, sub);
    return row && readUser(row);
  }

  /** @throws UserNotFoundException */
  get(pool: UserPool, name: string): User {
    const user = this.find(pool, name);
    if (!user) throw userNotFound();
    return user;
  }

  /** False once the user is deleted. */
  has({ id }: User): boolean {
    return this.#store.sql("SELECT 1 FROM cognito_user WHERE id = ?").get(id) !== undefined;
  }

  /** The user of a row that refers to one; gone only with that row. */
  byId(id: number): User {
    return readUser(this.#store.sql("SELECT * FROM cognito_user WHERE id = ?").get(id) as Record<string, unknown>);
  }

  /**
   * Throws if the username is taken, be it as another name of a user, or in a pool with `UsernameAttributes` the e-mail address or
   * the phone number.
   * @param taken what a taken username is answered with.
   */
  checkFree(pool: UserPool, username: string, attributes: Attributes, taken: string): void {
    if (this.find(pool, username)) throw new AwsError("UsernameExistsException", taken);
    if (!pool.settings.UsernameAttributes?.length) return;
    for (const [attribute, name] of Object.entries(aliasesOf(pool, attributes, false))) {
      if (this.#aliases.ownerOf(pool, attribute, name) !== undefined) {
        throw new AwsError("UsernameExistsException", `An account with the given ${attribute} already exists.`);
      }
    }
  }

  /** @throws AliasExistsException for a name that is another's, unless `moveAlias`. */
  create(pool: UserPool, user: NewUser, moveAlias = false): User {
    const now = this.#clock.now();
    return this.#store.write(() => {
      const { lastInsertRowid } = this.#store
        .sql(insert)
        .run(
          pool.id,
          user.username,
          nameKey(pool, user.username),
          user.sub,
          user.status,
          JSON.stringify(user.attributes),
          user.password?.salt ?? null,
          user.password?.verifier ?? null,
          user.temporaryPasswordExpiresAt ?? null,
          now,
          now,
        );
      this.#store.sql("UPDATE cognito_user_count SET users = users + 1 WHERE user_pool_id = ?").run(pool.id);
      const id = Number(lastInsertRowid);
      this.#claimAliases(pool, id, user, moveAlias);
      return {
        ...user,
        id,
        userPoolId: pool.id,
        enabled: true,
        failedSignIns: 0,
        lastFailedSignInAt: undefined,
        createdAt: now,
        modifiedAt: now,
      };
    });
  }

  /** @throws AliasExistsException for a name that is another's, unless `moveAlias`. */
  update(pool: UserPool, user: User, changes: UserChanges, moveAlias = false): User {
    const changed: User = { ...user, ...changes, modifiedAt: this.#clock.now() };
    return this.#store.write(() => {
      if (changed.password !== user.password) this.#formerPasswords.remember(pool, user);
      this.#store
        .sql(updateRow)
        .run(
          changed.status,
          Number(changed.enabled),
          JSON.stringify(changed.attributes),
          changed.password?.salt ?? null,
          changed.password?.verifier ?? null,
          changed.temporaryPasswordExpiresAt ?? null,
          changed.failedSignIns,
          changed.lastFailedSignInAt ?? null,
          changed.modifiedAt,
          user.id,
        );
      if (changes.attributes || changes.status) this.#claimAliases(pool, user.id, changed, moveAlias, user);
      return changed;
    });
  }

  /** The passwords that the user had before the one of now, as far as the pool keeps them; the newest first. */
  formerPasswords(user: User, most: number): KeptPassword[] {
    return this.#formerPasswords.of(user, most);
  }

  delete(pool: UserPool, user: User): void {
    this.#store.write(() => {
      this.#store.sql("DELETE FROM cognito_user WHERE id = ?").run(user.id);
      this.#store.sql("UPDATE cognito_user_count SET users = users - 1 WHERE user_pool_id = ?").run(pool.id);
    });
  }

  /** The first `limit` users after a position whom the filter takes. */
  list(pool: UserPool, filter: UserFilter | undefined, after: UserPosition, limit: number): User[] {
    return findUsers(this.#store, pool, filter, after, limit);
  }

  /** The users of all pools, the newest first, and how many the query takes in all. */
  newest(query: NewestUsersQuery): { total: number; users: User[] } {
    return newestUsers(this.#store, query);
  }

  #claimAliases(pool: UserPool, id: number, now: Pick<User, "attributes" | "status">, move: boolean, before?: User): void {
    const names = aliasesHeldBy(pool, now);
    const had = before ? aliasesHeldBy(pool, before) : {};
    if (JSON.stringify(names) === JSON.stringify(had)) return;
    for (const [attribute, name] of Object.entries(names)) {
      const owner = this.#aliases.ownerOf(pool, attribute, name);
      if (owner === undefined || owner === id) continue;
      if (before?.status === "EXTERNAL_PROVIDER") {
        // Given a password, a federated user becomes one of the pool's own, with the names that are free.
        delete names[attribute];
        continue;
      }
      // What is verified can move to whoever verifies it; a preferred username is its first owner's.
      if (!move || attribute === "preferred_username") {
        throw new AwsError("AliasExistsException", `An account with the ${attribute} already exists.`);
      }
      const former = this.byId(owner);
      this.update(pool, former, { attributes: { ...former.attributes, [`${attribute}_verified`]: "false" } });
    }
    if (before) this.#aliases.release(id);
    this.#aliases.assign(pool, id, names);
  }
}

const insert = `INSERT INTO cognito_user (user_pool_id, username, username_key, sub, status, enabled, attributes, password_salt,
  password_verifier, temporary_password_expires_at, failed_sign_ins, created_at, modified_at) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 0, ?, ?)`;

const updateRow = `UPDATE cognito_user SET status = ?, enabled = ?, attributes = ?, password_salt = ?, password_verifier = ?,
  temporary_password_expires_at = ?, failed_sign_ins = ?, last_failed_sign_in_at = ?, modified_at = ? WHERE id = ?`;

function aliasesHeldBy(pool: UserPool, { attributes, status }: Pick<User, "attributes" | "status">) {
  // Who comes from an identity provider signs in there, and may have the e-mail address of another user of the pool.
  return status === "EXTERNAL_PROVIDER" ? {} : aliasesOf(pool, attributes, status !== "UNCONFIRMED");
}
