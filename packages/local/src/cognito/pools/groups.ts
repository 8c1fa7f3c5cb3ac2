import type { GroupType } from "@aws-sdk/client-cognito-identity-provider";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Store } from "../../store/store.ts";
import { resourceNotFound } from "../errors.ts";
import type { User } from "../users/users.ts";

export interface Group {
  userPoolId: string;
  name: string;
  description: string | undefined;
  roleArn: string | undefined;
  /** The lower, the stronger; none is the weakest. */
  precedence: number | undefined;
  createdAt: number;
  modifiedAt: number;
}

export class Groups {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws GroupExistsException also for a name that differs in its letters' case alone. */
  create(group: Omit<Group, "createdAt" | "modifiedAt">): Group {
    const clash = this.#store
      .sql("SELECT 1 FROM cognito_group WHERE user_pool_id = ? AND name = ? COLLATE NOCASE")
      .get(group.userPoolId, group.name);
    if (clash) throw new AwsError("GroupExistsException", "A group with the name already exists.");
    const now = this.#clock.now();
    this.#store.write(() =>
      this.#store
        .sql(
          "INSERT INTO cognito_group (user_pool_id, name, description, role_arn, precedence, created_at, modified_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .run(group.userPoolId, group.name, group.description ?? null, group.roleArn ?? null, group.precedence ?? null, now, now),
    );
    return { ...group, createdAt: now, modifiedAt: now };
  }

  /** @throws ResourceNotFoundException */
  get(userPoolId: string, name: string): Group {
    const group = this.find(userPoolId, name);
    if (!group) throw resourceNotFound("Group not found.");
    return group;
  }

  find(userPoolId: string, name: string): Group | undefined {
    const row = this.#store.sql("SELECT * FROM cognito_group WHERE user_pool_id = ? AND name = ?").get(userPoolId, name);
    return row && read(row);
  }

  /** By name, from the first after `after`. */
  list(userPoolId: string, after: string, limit: number): Group[] {
    return this.#store
      .sql("SELECT * FROM cognito_group WHERE user_pool_id = ? AND name > ? ORDER BY name LIMIT ?")
      .all(userPoolId, after, limit)
      .map(read);
  }

  /** Sets what is given; the rest stays. */
  update(group: Group, changes: Partial<Pick<Group, "description" | "roleArn" | "precedence">>): Group {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const changed: Group = { ...group, ...given, modifiedAt: this.#clock.now() };
    const { description = null, roleArn = null, precedence = null, modifiedAt } = changed;
    this.#store.write(() =>
      this.#store
        .sql(
          "UPDATE cognito_group SET description = ?, role_arn = ?, precedence = ?, modified_at = ? WHERE user_pool_id = ? AND name = ?",
        )
        .run(description, roleArn, precedence, modifiedAt, group.userPoolId, group.name),
    );
    return changed;
  }

  /** Deletes the group; its users stay. */
  delete(group: Group): void {
    this.#store.write(() =>
      this.#store.sql("DELETE FROM cognito_group WHERE user_pool_id = ? AND name = ?").run(group.userPoolId, group.name),
    );
  }

  /** The rows of a group's users in ascending order, from the first above `after`. */
  membersOf(group: Group, after: number, limit: number): number[] {
    return this.#store
      .sql(
        "SELECT user_id FROM cognito_group_member WHERE user_pool_id = ? AND group_name = ? AND user_id > ? ORDER BY user_id LIMIT ?",
      )
      .all(group.userPoolId, group.name, after, limit)
      .map((row) => row.user_id as number);
  }

  /** @returns false if the user was in it already. */
  addMember(group: Group, user: User): boolean {
    return this.#store.write(() => {
      const { changes } = this.#store
        .sql("INSERT OR IGNORE INTO cognito_group_member (user_id, user_pool_id, group_name) VALUES (?, ?, ?)")
        .run(user.id, group.userPoolId, group.name);
      return changes === 1;
    });
  }

  /** @returns false if the user was not in it. */
  removeMember(group: Group, user: User): boolean {
    return this.#store.write(() => {
      const { changes } = this.#store
        .sql("DELETE FROM cognito_group_member WHERE user_id = ? AND group_name = ?")
        .run(user.id, group.name);
      return changes === 1;
    });
  }

  /** The groups of a user by name, from the first after `after`. */
  of(user: User, after = "", limit = 100): Group[] {
    return this.#store
      .sql(
        "SELECT g.* FROM cognito_group_member m JOIN cognito_group g ON g.user_pool_id = m.user_pool_id AND g.name = m.group_name WHERE m.user_id = ? AND m.group_name > ? ORDER BY m.group_name LIMIT ?",
      )
      .all(user.id, after, limit)
      .map(read);
  }
}

/** A group as the operations show one. */
export function describeGroup(group: Group): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: group.userPoolId,
    Description: group.description,
    RoleArn: group.roleArn,
    Precedence: group.precedence,
    CreationDate: new Date(group.createdAt),
    LastModifiedDate: new Date(group.modifiedAt),
  };
}

function read(row: Record<string, unknown>): Group {
  return {
    userPoolId: row.user_pool_id as string,
    name: row.name as string,
    description: (row.description as string | null) ?? undefined,
    roleArn: (row.role_arn as string | null) ?? undefined,
    precedence: (row.precedence as number | null) ?? undefined,
    createdAt: row.created_at as number,
    modifiedAt: row.modified_at as number,
  };
}
